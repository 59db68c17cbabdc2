// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Finds AWS credentials as the command line tools do: keys in the environment (unless a profile is named on the command line), web identity
 * (IRSA), the profile with its roles, SSO and processes, the container's endpoint (ECS, Pod Identity), the instance's metadata. The SDK's own
 * chain is not used because it sees only the environment of this process, not that of the exec entry.
 */
final class AwsCredentials {

    private static final String SESSION = "metrics-server-prom";

    private final AwsEnvironment environment;
    private final String region;
    private final Duration limit;

    AwsCredentials(AwsEnvironment environment, String region, Duration limit) {
        this.environment = environment;
        this.region = region;
        this.limit = limit;
    }

    /**
     * Finds the credentials a request is to be signed with: those of the role if there is one.
     *
     * @throws AccessException if there are none, or a source that is configured does not give them
     */
    AwsCredentialsIdentity get(EksRequest request) {
        try {
            AwsCredentialsIdentity own = own();
            return request.roleArn() == null ? own : assume(own, request);
        } catch (StsException e) {
            throw AccessException.credentials("AWS STS refuses: "
                    + Secrets.redact(e.awsErrorDetails().errorCode() + " "
                            + e.awsErrorDetails().errorMessage())
                    + "; check role, trust policy and external id");
        } catch (SdkException e) {
            throw AccessException.credentials("AWS credentials: " + Secrets.redact(String.valueOf(e.getMessage()))
                    + "; check profile, role and network");
        } catch (IllegalStateException | UncheckedIOException e) {
            // What a credential_process wrote may be in the message.
            throw AccessException.credentials("AWS credentials: the credential_process of profile "
                    + environment.profileName() + " failed; run it by hand");
        }
    }

    private AwsCredentialsIdentity own() {
        Optional<AwsCredentialsIdentity> found = environment.isProfileExplicit()
                ? Optional.empty()
                : environmentKeys().or(this::webIdentity);
        return found.or(this::profile)
                .or(() -> new ContainerCredentials(environment, limit).get())
                .or(this::instance)
                .orElseThrow(
                        () -> AccessException.credentials(
                                "no AWS credentials found: neither AWS_ACCESS_KEY_ID, nor"
                                        + " AWS_WEB_IDENTITY_TOKEN_FILE, nor profile " + environment.profileName()
                                        + ", nor container credentials, nor instance metadata; give one of them to this process"));
    }

    private Optional<AwsCredentialsIdentity> environmentKeys() {
        Optional<String> id = environment.get("AWS_ACCESS_KEY_ID");
        Optional<String> secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> session = environment.get("AWS_SESSION_TOKEN");
        return Optional.of(
                session.isPresent()
                        ? AwsSessionCredentials.create(id.get(), secret.get(), session.get())
                        : AwsBasicCredentials.create(id.get(), secret.get()));
    }

    private Optional<AwsCredentialsIdentity> webIdentity() {
        Optional<String> role = environment.get("AWS_ROLE_ARN");
        Optional<String> file = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (role.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        String token = read(Path.of(file.get()));
        return Optional.of(ask(AnonymousCredentialsProvider.create(), sts -> sts.assumeRoleWithWebIdentity(
                        request -> request.roleArn(role.get())
                                .roleSessionName(
                                        environment.get("AWS_ROLE_SESSION_NAME").orElse(SESSION))
                                .webIdentityToken(token))
                .credentials()));
    }

    private Optional<AwsCredentialsIdentity> profile() {
        if (environment.profile().isEmpty()) {
            return Optional.empty();
        }
        boolean bare = environment.profile().get().properties().keySet().stream()
                .noneMatch(name -> name.startsWith("aws_")
                        || name.startsWith("sso_")
                        || name.equals("role_arn")
                        || name.equals("credential_process"));
        if (bare) {
            return Optional.empty();
        }
        try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileFile(environment.files())
                .profileName(environment.profileName())
                .build()) {
            return Optional.of(provider.resolveCredentials());
        }
    }

    private Optional<AwsCredentialsIdentity> instance() {
        if (environment
                .get("AWS_EC2_METADATA_DISABLED")
                .map("true"::equalsIgnoreCase)
                .orElse(false)) {
            return Optional.empty();
        }
        InstanceProfileCredentialsProvider.Builder builder = InstanceProfileCredentialsProvider.builder()
                .profileFile(environment.files())
                .profileName(environment.profileName());
        environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT").ifPresent(builder::endpoint);
        try (InstanceProfileCredentialsProvider provider = builder.build()) {
            return Optional.of(provider.resolveCredentials());
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private AwsCredentialsIdentity assume(AwsCredentialsIdentity own, EksRequest request) {
        AssumeRoleRequest.Builder assume = AssumeRoleRequest.builder()
                .roleArn(request.roleArn())
                .roleSessionName(request.sessionName())
                .externalId(request.externalId());
        return ask(
                () -> (software.amazon.awssdk.auth.credentials.AwsCredentials) own,
                sts -> sts.assumeRole(assume.build()).credentials());
    }

    private AwsCredentialsIdentity ask(AwsCredentialsProvider as, Function<StsClient, Credentials> question) {
        try (SdkHttpClient http = UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit)
                        .build();
                StsClient sts = client(as, http)) {
            Credentials found = question.apply(sts);
            return AwsSessionCredentials.builder()
                    .accessKeyId(found.accessKeyId())
                    .secretAccessKey(found.secretAccessKey())
                    .sessionToken(found.sessionToken())
                    .expirationTime(found.expiration())
                    .build();
        }
    }

    private StsClient client(AwsCredentialsProvider as, SdkHttpClient http) {
        StsClientBuilder builder = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(as)
                .httpClient(http)
                .fipsEnabled(environment.fips())
                .overrideConfiguration(override -> override.apiCallTimeout(limit));
        environment.stsEndpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw AccessException.configuration("AWS_WEB_IDENTITY_TOKEN_FILE " + file
                    + " cannot be read; check the service account's role annotation and the mount");
        }
    }
}
