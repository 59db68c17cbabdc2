// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Credentials from the endpoint of a container: ECS and EKS Pod Identity (<a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">definition</a>). Not the SDK's provider, because
 * that sends a line feed at the end of the token file along and is refused.
 */
final class ContainerCredentials {

    private static final String ECS_HOST = "http://169.254.170.2";
    /** Hosts that may be asked over plain HTTP besides loopback: ECS and Pod Identity, in both address families. */
    private static final Set<String> KNOWN_HOSTS =
            Set.of("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "[fd00:ec2:0:0:0:0:0:23]");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsEnvironment environment;
    private final Duration limit;

    ContainerCredentials(AwsEnvironment environment, Duration limit) {
        this.environment = environment;
        this.limit = limit;
    }

    /**
     * Asks the endpoint.
     *
     * @return empty if the environment names none
     */
    Optional<AwsCredentialsIdentity> get() {
        return environment
                .get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .map(path -> ECS_HOST + path)
                .or(() -> environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
                .map(this::ask);
    }

    private AwsCredentialsIdentity ask(String endpoint) {
        String place = "AWS container credentials";
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() == null || !isAllowed(uri)) {
                throw AccessException.configuration(
                        place + ": AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor a"
                                + " local address; set it to the address of the agent");
            }
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) limit.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            Optional<String> token = token();
            token.ifPresent(value -> connection.setRequestProperty("Authorization", value));
            int status = connection.getResponseCode();
            if (status != 200) {
                throw AccessException.credentials(place + ": the agent at " + uri.getHost() + " answers " + status
                        + "; check the Pod Identity association or task role of this workload");
            }
            try (InputStream body = connection.getInputStream()) {
                return credentials(JSON.readTree(body));
            }
        } catch (IllegalArgumentException | DateTimeException | IOException e) {
            throw AccessException.credentials(place + ": the agent cannot be asked ("
                    + e.getClass().getSimpleName() + "); check that it runs on this node");
        }
    }

    private Optional<String> token() throws IOException {
        Optional<String> file = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        return file.isPresent()
                ? Optional.of(Files.readString(Path.of(file.get())).strip())
                : environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(String::strip);
    }

    private static AwsCredentialsIdentity credentials(JsonNode answer) throws IOException {
        String id = answer.path("AccessKeyId").asText("");
        String secret = answer.path("SecretAccessKey").asText("");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IOException("incomplete answer");
        }
        AwsSessionCredentials.Builder credentials = AwsSessionCredentials.builder()
                .accessKeyId(id)
                .secretAccessKey(secret)
                .sessionToken(answer.path("Token").asText(""));
        String expiration = answer.path("Expiration").asText("");
        if (!expiration.isEmpty()) {
            credentials.expirationTime(Instant.parse(expiration));
        }
        return credentials.build();
    }

    private static boolean isAllowed(URI uri) throws IOException {
        return "https".equals(uri.getScheme())
                || KNOWN_HOSTS.contains(uri.getHost())
                || InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    }
}
