// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.fabric8.kubernetes.client.http.HttpClient.ProxyType;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import io.github.metricsserverprom.kubernetes.proxy.ProxyEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Asks STS for the credentials of a role. */
final class Roles {

    private static final String SESSION = "metrics-server-prom";

    private final AwsEnvironment environment;
    private final String region;
    private final Duration limit;

    Roles(AwsEnvironment environment, String region, Duration limit) {
        this.environment = environment;
        this.region = region;
        this.limit = limit;
    }

    /**
     * A role to take on.
     *
     * @param session name of the session, null for that of this program
     * @param externalId null for none
     */
    record Role(String arn, String session, String externalId) {
        String sessionName() {
            return session == null || session.isBlank() ? SESSION : session;
        }
    }

    /** Credentials of a role that another identity may assume. */
    AwsIdentity assume(AwsIdentity by, Role role) {
        return new AwsIdentity(
                ask(() -> (AwsCredentials) by.credentials(), sts -> sts.assumeRole(
                                request -> request.roleArn(role.arn())
                                        .roleSessionName(role.sessionName())
                                        .externalId(role.externalId()))
                        .credentials()),
                by.source() + ", role " + role.arn());
    }

    /**
     * Credentials of a role for a web identity (IRSA).
     *
     * @param file holds the token of the web identity
     */
    AwsIdentity forWebIdentity(Path file, Role role) {
        String token = read(file);
        return new AwsIdentity(
                ask(AnonymousCredentialsProvider.create(), sts -> sts.assumeRoleWithWebIdentity(
                                request -> request.roleArn(role.arn())
                                        .roleSessionName(role.sessionName())
                                        .webIdentityToken(token))
                        .credentials()),
                "web identity " + file + ", role " + role.arn());
    }

    private AwsCredentialsIdentity ask(AwsCredentialsProvider as, Function<StsClient, Credentials> question) {
        try (SdkHttpClient http = UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit)
                        .proxyConfiguration(this::proxy)
                        .build();
                StsClient sts = client(as, http)) {
            Credentials found = question.apply(sts);
            return AwsSessionCredentials.builder()
                    .accessKeyId(found.accessKeyId())
                    .secretAccessKey(found.secretAccessKey())
                    .sessionToken(found.sessionToken())
                    .expirationTime(found.expiration())
                    .build();
        } catch (StsException e) {
            AwsErrorDetails details = e.awsErrorDetails();
            boolean said = details != null && details.errorCode() != null;
            throw AccessException.credentials("AWS STS refuses: "
                    + (said
                            ? Secrets.redact(details.errorCode() + " " + details.errorMessage())
                            : "status " + e.statusCode())
                    + "; check role, trust policy and external id");
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

    /** The proxy by our own rules: the SDK looks at variables of this process only, and for https at HTTP_PROXY. */
    private void proxy(ProxyConfiguration.Builder builder) {
        builder.useSystemPropertyValues(false).useEnvironmentVariablesValues(false);
        URI address = environment.stsEndpoint().orElse(URI.create("https://sts." + region + ".amazonaws.com"));
        new ProxyEnvironment(environment.variables()).proxyFor(address).ifPresent(proxy -> {
            if (proxy.type() != ProxyType.HTTP || proxy.authorization() != null) {
                throw AccessException.configuration("AWS STS cannot be asked by way of " + proxy
                        + ", only by way of an http proxy without a password; add .amazonaws.com to NO_PROXY if it can be"
                        + " reached without, or set exporter.native-eks=false");
            }
            builder.endpoint(URI.create("http://" + proxy.host() + ":" + proxy.port()));
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw AccessException.configuration("AWS web identity token " + file
                    + " cannot be read; check the service account's role annotation and the mount");
        }
    }
}
