// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every source of AWS credentials against a double of its endpoint. */
class AwsCredentialsIT {

    private static final Instant END = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        variables.put("HOME", folder.toString());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_ENDPOINT_URL_STS", url);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void webIdentityGivesTheCredentialsOfTheServiceAccount() throws IOException {
        variables.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/irsa");
        variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", write("jwt", "the.web.identity\n"));
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAWEB");
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0))
                .contains("Action=AssumeRoleWithWebIdentity", "RoleArn=arn:aws:iam::1:role/irsa")
                .endsWith("&WebIdentityToken=the.web.identity")
                .contains("RoleSessionName=metrics-server-prom");
    }

    @Test
    void podIdentityTokenFileMayEndInALineFeed() throws IOException {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/v1/credentials");
        variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", write("token", "pod-identity-token\n"));
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAPOD");
        assertThat(requests).containsExactly("GET /v1/credentials authorization=pod-identity-token ");
    }

    @Test
    void containerTokenMayBeInTheEnvironment() {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/v1/credentials");
        variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc");
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAPOD");
        assertThat(requests).containsExactly("GET /v1/credentials authorization=Basic abc ");
    }

    @Test
    void containerEndpointOutsideThisMachineIsRefused() {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/credentials");
        assertThatThrownBy(() -> signedBy(request(null, null)))
                .isInstanceOf(AccessException.class)
                .hasMessage("AWS container credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor a local"
                        + " address; set it to the address of the agent");
    }

    @Test
    void instanceMetadataIsTheLastResort() {
        variables.put("AWS_EC2_METADATA_DISABLED", "false");
        variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", url);
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAINSTANCE");
        assertThat(requests.get(0)).startsWith("PUT /latest/api/token");
    }

    @Test
    void roleIsAssumedWithTheSessionNameOfTheCommandLine() {
        keys();
        assertThat(signedBy(request("arn:aws:iam::1:role/reader", null))).isEqualTo("ASIAROLE");
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0))
                .contains("Action=AssumeRole&", "RoleArn=arn:aws:iam::1:role/reader", "RoleSessionName=EKSGetTokenAuth")
                .contains("Credential=AKIAOWN/")
                .doesNotContain("ExternalId");
    }

    @Test
    void externalIdIsSentAlong() {
        keys();
        signedBy(request("arn:aws:iam::1:role/reader", "the-external-id"));
        assertThat(requests.get(0)).contains("ExternalId=the-external-id");
    }

    @Test
    void stsIsAskedByWayOfTheProxyUnlessThatNeedsAPassword() {
        keys();
        variables.put("AWS_ENDPOINT_URL_STS", "http://sts.example/sts");
        variables.put("HTTP_PROXY", url);
        assertThat(signedBy(request("arn:aws:iam::1:role/reader", null))).isEqualTo("ASIAROLE");
        variables.put("HTTP_PROXY", url.replace("http://", "http://me:pw@"));
        assertThatThrownBy(() -> signedBy(request("arn:aws:iam::1:role/reader", null)))
                .isInstanceOf(AccessException.class)
                .hasMessage("AWS STS cannot be asked by way of " + url
                        + ", only by way of an http proxy without a password; add .amazonaws.com to NO_PROXY if it can"
                        + " be reached without, or set exporter.native-eks=false");
    }

    @Test
    void refusalOfTheRoleIsReportedWithItsCode() {
        keys();
        assertThatThrownBy(() -> signedBy(request("arn:aws:iam::1:role/forbidden", null)))
                .isInstanceOf(AccessException.class)
                .hasMessage("AWS STS refuses: AccessDenied not authorized to perform sts:AssumeRole; check role, trust"
                        + " policy and external id");
    }

    @Test
    void processOfAProfileIsRunWithItsWordsAndTheEnvironmentOfTheCommand() throws IOException {
        variables.put("AWS_PROFILE", "tool");
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("SECRET", "s");
        String script = "printf '{%s:1,%s:%s,%s:%s}' '\"Version\"' '\"AccessKeyId\"' '\"AKIAPROCESS\"'"
                + " '\"SecretAccessKey\"' \"\\\"$SECRET\\\"\"";
        write("process", script);
        config("[profile tool]\ncredential_process = sh \"" + folder + "/process\" 'two words'\n");
        assertThat(signedBy(request(null, null))).isEqualTo("AKIAPROCESS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo topsecret | the answer is no JSON of Version 1 with AccessKeyId and SecretAccessKey",
                "echo {} | the answer is no JSON of Version 1 with AccessKeyId and SecretAccessKey",
                "sh -c \"echo not logged in >&2; exit 7\" | exit code 7, it says: not logged in",
                "sleep 60 | no answer within 5 s",
                "/no/such/command | it cannot be started",
                "sh -c 'unfinished | it cannot be started"
            })
    void failingProcessOfAProfileIsNamed(String command, String reason) throws IOException {
        variables.put("PATH", "/usr/bin:/bin");
        variables.put("AWS_PROFILE", "tool");
        config("[profile tool]\ncredential_process = " + command + "\n");
        assertFails("AWS credential_process of profile tool: " + reason + "; run it by hand with the same environment");
    }

    @Test
    void roleOfAProfileIsAssumedWithItsSourceProfileThroughSeveralSteps() throws IOException {
        variables.put("AWS_PROFILE", "reader");
        config(
                """
                [profile reader]
                role_arn = arn:aws:iam::1:role/reader
                source_profile = hop
                external_id = x-id
                role_session_name = me
                [profile hop]
                role_arn = arn:aws:iam::1:role/hop
                source_profile = base
                """);
        credentials("[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n");
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAROLE");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).contains("Credential=AKIABASE/", "role/hop", "RoleSessionName=metrics-server-prom");
        assertThat(requests.get(1))
                .contains("Credential=ASIAROLE/", "role/reader", "RoleSessionName=me", "ExternalId=x-id");
    }

    @Test
    void roleOfAProfileMayBeAssumedWithWhatThePlaceGives() throws IOException {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/v1/credentials");
        config(
                """
                [default]
                role_arn = arn:aws:iam::1:role/reader
                credential_source = EcsContainer
                """);
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAROLE");
        assertThat(requests.get(1)).contains("Credential=ASIAPOD/", "role/reader");
    }

    @Test
    void roleOfAProfileGoesBeforeTheWebIdentityOfThePod() throws IOException {
        variables.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/irsa");
        variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", write("jwt", "jwt"));
        variables.put("AWS_PROFILE", "reader");
        config("[profile reader]\nrole_arn = arn:aws:iam::1:role/reader\nsource_profile = base\n");
        credentials("[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n");
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAROLE");
        assertThat(requests).singleElement().asString().contains("Credential=AKIABASE/", "role/reader");
    }

    @Test
    void webIdentityMayBeThatOfAProfile() throws IOException {
        variables.put("AWS_PROFILE", "web");
        config("[profile web]\nrole_arn = arn:aws:iam::1:role/web\nweb_identity_token_file = " + write("jwt", "jwt")
                + "\n");
        assertThat(signedBy(request(null, null))).isEqualTo("ASIAWEB");
        assertThat(requests.get(0)).contains("RoleArn=arn:aws:iam::1:role/web");
    }

    @Test
    void keysOfTheCredentialsFileGoBeforeAProcessAndThatBeforeKeysOfTheConfigFile() throws IOException {
        variables.put("PATH", "/usr/bin:/bin");
        write("answer.json", "{\"Version\":1,\"AccessKeyId\":\"AKIAPROCESS\",\"SecretAccessKey\":\"s\"}");
        config("[default]\ncredential_process = cat " + folder
                + "/answer.json\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n");
        assertThat(signedBy(request(null, null))).isEqualTo("AKIAPROCESS");
        credentials("[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n");
        assertThat(signedBy(request(null, null))).isEqualTo("AKIAFILE");
    }

    @Test
    void profileOfTheCommandLineGoesBeforeKeysInTheEnvironment() throws IOException {
        keys();
        credentials("[named]\naws_access_key_id = AKIANAMED\naws_secret_access_key = s\n");
        EksRequest named = new EksRequest("demo", "eu-west-1", null, "named", null, "s");
        assertThat(signedBy(named)).isEqualTo("AKIANAMED");
        variables.put("AWS_PROFILE", "named");
        assertThat(signedBy(request(null, null))).isEqualTo("AKIAOWN");
    }

    /** What is configured and does not work is never passed over for the identity of the container or the instance. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role_arn = r | has role_arn, which needs one of source_profile and credential_source; give one",
                "role_arn = r%nsource_profile = a%ncredential_source = Environment | has role_arn, which needs one of source_profile and credential_source; give one",
                "role_arn = r%nsource_profile = gone | has the source_profile gone, which is not there; correct it",
                "role_arn = r%nsource_profile = x | has the source_profile x, which leads back to itself; correct it",
                "role_arn = r%nsource_profile = bare | has the source_profile bare, which has no credentials; give it some",
                "role_arn = r%nsource_profile = bare%nmfa_serial = m | asks for a code of a device (mfa_serial), which nobody can type here; use another one",
                "login_session = arn | logs in with login_session (aws login), which is not supported; use SSO, a role or keys, or run the plugin with exporter.native-eks=false",
                "aws_access_key_id = AKIA | has aws_access_key_id, but no aws_secret_access_key; give both or none"
            })
    void profileThatCannotWorkIsAnError(String lines, String message) throws IOException {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/v1/credentials");
        variables.put("AWS_PROFILE", "x");
        config("[profile x]\n" + lines.replace("%n", "\n") + "\n[profile bare]\nregion = eu-west-1\n");
        assertFails("AWS profile x " + message);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS_ACCESS_KEY_ID | AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not; set both or none",
                "AWS_WEB_IDENTITY_TOKEN_FILE | AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; set both or none"
            })
    void halfOfAPairInTheEnvironmentIsAnError(String variable, String message) {
        variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/v1/credentials");
        variables.put(variable, "x");
        assertFails(message);
        assertThat(requests).isEmpty();
    }

    private void assertFails(String message) {
        assertThatThrownBy(() -> signedBy(request(null, null)))
                .isInstanceOf(AccessException.class)
                .hasMessage(message);
    }

    private void config(String text) throws IOException {
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), text);
    }

    private void credentials(String text) throws IOException {
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/credentials"), text);
    }

    @Test
    void tokenDoesNotOutliveItsCredentials() throws IOException {
        variables.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/irsa");
        variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", write("jwt", "jwt"));
        Instant almost = END.minus(Duration.ofMinutes(5));
        Clock clock = Clock.fixed(almost, ZoneOffset.UTC);
        EksToken token = new EksTokens(
                        request(null, null), variables, URI.create("https://x"), Duration.ofSeconds(5), clock)
                .get();
        assertThat(token.refreshAt()).isEqualTo(END.minus(Duration.ofMinutes(1)));
        assertThat(token.expiresAt()).isEqualTo(END);
    }

    private void keys() {
        variables.put("AWS_ACCESS_KEY_ID", "AKIAOWN");
        variables.put("AWS_SECRET_ACCESS_KEY", "own-secret");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static EksRequest request(String role, String externalId) {
        return new EksRequest("demo", "eu-west-1", role, null, externalId, "EKSGetTokenAuth");
    }

    /** The access key that signed a token made with the variables of the test. */
    private String signedBy(EksRequest request) {
        String token = new EksTokens(
                        request, variables, URI.create("https://x"), Duration.ofSeconds(5), Clock.systemUTC())
                .get()
                .token();
        String signed = new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
        return signed.replaceFirst(".*X-Amz-Credential=([A-Z]+)%2F.*", "$1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestMethod() + " " + path
                + (authorization == null ? "" : " authorization=" + authorization) + " " + body);
        boolean forbidden = body.contains("role/forbidden");
        byte[] answer = text(path, body, forbidden).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(forbidden ? 403 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static String text(String path, String body, boolean forbidden) {
        if (forbidden) {
            return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                    + "<Code>AccessDenied</Code><Message>not authorized to perform sts:AssumeRole</Message></Error>"
                    + "<RequestId>1</RequestId></ErrorResponse>";
        }
        if (body.contains("AssumeRoleWithWebIdentity")) {
            return sts("AssumeRoleWithWebIdentity", "ASIAWEB");
        }
        if (body.contains("AssumeRole")) {
            return sts("AssumeRole", "ASIAROLE");
        }
        return switch (path) {
            case "/latest/api/token" -> "metadata-token";
            case "/latest/meta-data/iam/security-credentials/",
                    "/latest/meta-data/iam/security-credentials-extended/" -> "instance-role";
            case "/v1/credentials" -> json("ASIAPOD");
            default -> json("ASIAINSTANCE");
        };
    }

    private static String json(String id) {
        return "{\"Code\":\"Success\",\"AccessKeyId\":\"" + id + "\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
                + "\"Expiration\":\"" + END + "\"}";
    }

    private static String sts(String action, String id) {
        return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action + "Result>"
                + "<Credentials><AccessKeyId>" + id + "</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                + "<SessionToken>t</SessionToken><Expiration>" + END + "</Expiration></Credentials></" + action
                + "Result></" + action + "Response>";
    }
}
