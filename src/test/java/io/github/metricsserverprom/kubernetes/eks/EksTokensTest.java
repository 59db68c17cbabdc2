// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EksTokensTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "secretsecret");
    private static final URI SERVER = URI.create("https://ABCDEF.gr7.eu-north-1.eks.amazonaws.com");

    @TempDir
    private Path home;

    static Stream<Arguments> vectors() throws IOException {
        try (InputStream in = EksTokensTest.class.getResourceAsStream("vectors.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arguments.of((Object[]) line.split("\t")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void tokenIsByteForByteThatOfTheCommandLine(
            String name, String time, String arguments, String environment, String token) throws IOException {
        Map<String, String> variables = new ObjectMapper().readValue(environment, new TypeReference<>() {});
        List<String> args = new ArrayList<>(List.of("eks", "get-token"));
        args.addAll(List.of(arguments.split(" ")));
        Clock clock = Clock.fixed(OffsetDateTime.parse(time).toInstant(), ZoneOffset.UTC);
        EksRequest request = EksRequest.of("aws", args, variables).orElseThrow();
        EksToken made = new EksTokens(request, variables, SERVER, Duration.ofSeconds(1), clock).get();
        assertThat(made.token()).isEqualTo(token);
        assertThat(TokenVerifier.verify(made.token(), clock)).isEmpty();
        assertThat(made.refreshAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(made.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(14)));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-3,                     , sts.eu-west-3.amazonaws.com",
        "         , https://A.gr7.ap-south-1.eks.amazonaws.com, sts.ap-south-1.amazonaws.com",
        "         , https://A.yl4.cn-north-1.eks.amazonaws.com.cn, sts.cn-north-1.amazonaws.com.cn",
        "         , https://A.sk1.us-gov-west-1.eks.amazonaws.com, sts.us-gov-west-1.amazonaws.com",
        "         , https://proxy.example.com, sts.us-east-1.amazonaws.com"
    })
    void regionComesFromTheRequestElseFromTheServer(String region, String server, String host) {
        EksRequest request = new EksRequest("demo", region, null, null, null, "s");
        URI uri = server == null ? SERVER : URI.create(server);
        assertThat(url(request, KEYS, uri)).startsWith("https://" + host + "/?");
    }

    @Test
    void regionOfTheProfileCountsBeforeThatOfTheServer() throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                home.resolve(".aws/config"),
                """
                [profile prod]
                region = sa-east-1
                [profile plain]
                """);
        Files.writeString(
                home.resolve(".aws/credentials"),
                """
                [prod]
                aws_access_key_id = AKIAPROD
                aws_secret_access_key = prodprod
                """);
        Map<String, String> variables = new HashMap<>(KEYS);
        variables.put("HOME", home.toString());
        EksRequest explicit = new EksRequest("demo", null, null, "prod", null, "s");
        assertThat(url(explicit, variables, SERVER))
                .startsWith("https://sts.sa-east-1.amazonaws.com/?")
                .contains("X-Amz-Credential=AKIAPROD%2F");
        variables.put("AWS_PROFILE", "prod");
        EksRequest fromEnvironment = new EksRequest("demo", null, null, null, null, "s");
        assertThat(url(fromEnvironment, variables, SERVER))
                .startsWith("https://sts.sa-east-1.amazonaws.com/?")
                .contains("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F");
    }

    @Test
    void missingProfileIsNamedWithTheFilesLookedAt() {
        EksRequest request = new EksRequest("demo", "eu-west-1", null, "nope", null, "s");
        Map<String, String> variables = Map.of("HOME", home.toString());
        assertThatThrownBy(() -> url(request, variables, SERVER))
                .isInstanceOf(AccessException.class)
                .hasMessage("AWS profile nope is neither in " + home + "/.aws/config nor in " + home
                        + "/.aws/credentials; mount the files or correct the name");
    }

    @Test
    void noCredentialsAtAllNamesEveryPlaceLookedAt() {
        EksRequest request = new EksRequest("demo", "eu-west-1", null, null, null, "s");
        Map<String, String> variables = Map.of("AWS_EC2_METADATA_DISABLED", "true", "HOME", home.toString());
        assertThatThrownBy(() -> url(request, variables, SERVER))
                .hasMessage("no AWS credentials found: neither AWS_ACCESS_KEY_ID, nor AWS_WEB_IDENTITY_TOKEN_FILE, nor"
                        + " profile default, nor container credentials, nor instance metadata; give one of them to this"
                        + " process");
    }

    @Test
    void tokenIsNotPrinted() {
        EksToken token = new EksToken("k8s-aws-v1.abc", NOW, NOW);
        assertThat(token.toString()).doesNotContain("k8s-aws");
    }

    private static String url(EksRequest request, Map<String, String> variables, URI server) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        String token = new EksTokens(request, variables, server, Duration.ofSeconds(1), clock)
                .get()
                .token();
        return new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
    }
}
