// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.command.CommandRun;
import io.github.metricsserverprom.kubernetes.command.ShellWords;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Credentials that a command prints, a profile's {@code credential_process} (<a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">definition</a>). Not the SDK's provider, because
 * that runs a shell, without a time limit and without the environment of the exec entry.
 */
final class ProcessCredentials {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String profile;
    private final AwsEnvironment environment;
    private final Duration limit;

    ProcessCredentials(String profile, AwsEnvironment environment, Duration limit) {
        this.profile = profile;
        this.environment = environment;
        this.limit = limit;
    }

    AwsIdentity get(String command) {
        return new AwsIdentity(credentials(run(command)), "profile " + profile + ", credential_process");
    }

    private String run(String command) {
        try {
            CommandRun run = CommandRun.of(ShellWords.split(command), environment.variables(), limit)
                    .orElseThrow(() -> failed("no answer within " + limit.toSeconds() + " s"));
            if (run.exitCode() != 0) {
                throw failed("exit code " + run.exitCode()
                        + (run.complaints().isBlank() ? "" : ", it says: " + Secrets.redact(run.complaints())));
            }
            return run.output();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw failed("it cannot be started");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private AwsCredentialsIdentity credentials(String output) {
        JsonNode answer = parse(output);
        String id = answer.path("AccessKeyId").asText("");
        String secret = answer.path("SecretAccessKey").asText("");
        if (answer.path("Version").asInt(0) != 1 || id.isEmpty() || secret.isEmpty()) {
            throw failed("the answer is no JSON of Version 1 with AccessKeyId and SecretAccessKey");
        }
        String session = answer.path("SessionToken").asText("");
        if (session.isEmpty()) {
            return AwsBasicCredentials.create(id, secret);
        }
        AwsSessionCredentials.Builder credentials = AwsSessionCredentials.builder()
                .accessKeyId(id)
                .secretAccessKey(secret)
                .sessionToken(session);
        String expiration = answer.path("Expiration").asText("");
        try {
            return (expiration.isEmpty()
                            ? credentials
                            : credentials.expirationTime(
                                    OffsetDateTime.parse(expiration).toInstant()))
                    .build();
        } catch (DateTimeException e) {
            throw failed("Expiration is not a time as in ISO 8601");
        }
    }

    private JsonNode parse(String output) {
        try {
            JsonNode answer = JSON.readTree(output);
            return answer == null ? JSON.createObjectNode() : answer;
        } catch (JsonProcessingException e) {
            // The message quotes the answer, keys and all.
            return JSON.createObjectNode();
        }
    }

    private AccessException failed(String reason) {
        return AccessException.credentials("AWS credential_process of profile " + profile + ": " + reason
                + "; run it by hand with the same environment");
    }
}
