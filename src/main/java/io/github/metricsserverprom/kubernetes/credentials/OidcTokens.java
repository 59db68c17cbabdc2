// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.HttpClient.ProxyType;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.kubeconfig.AuthProviderSpec;
import io.github.metricsserverprom.kubernetes.proxy.ProxyEnvironment;
import io.github.metricsserverprom.kubernetes.proxy.ProxySettings;
import io.github.metricsserverprom.kubernetes.tls.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;

/**
 * The {@code oidc} auth-provider: an id-token that is refreshed with a refresh-token (<a
 * href="https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens">OpenID Connect Core, section 12</a>). New tokens are kept in
 * memory only, because the kubeconfig is never written.
 */
final class OidcTokens implements Supplier<Credential> {

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuthProviderSpec spec;
    private final String user;
    private final LoginSettings settings;
    private String idToken;
    private String refreshToken;
    private boolean used;

    OidcTokens(AuthProviderSpec spec, String user, LoginSettings settings) {
        this.spec = spec;
        this.user = user;
        this.settings = settings;
        this.idToken = spec.config().get("id-token");
        this.refreshToken = spec.config().get("refresh-token");
        if (refreshToken != null) {
            required("idp-issuer-url");
            required("client-id");
        } else if (idToken == null) {
            throw AccessException.configuration(
                    name() + ": has neither an id-token nor a refresh-token; log in again and copy the kubeconfig");
        }
    }

    /** The token of the file at first, as long as it is valid; a refreshed one from then on. */
    @Override
    public Credential get() {
        boolean first = !used;
        used = true;
        if (first
                && idToken != null
                && settings.clock().instant().isBefore(expiry(idToken).minus(MARGIN))) {
            return credential();
        }
        if (refreshToken == null) {
            throw AccessException.credentials(
                    name() + ": the id-token is expired and there is no refresh-token; log in again");
        }
        refresh();
        return credential();
    }

    private Credential credential() {
        Instant expiry = expiry(idToken);
        return new Credential(
                "Bearer " + idToken, null, expiry.equals(Instant.MAX) ? expiry : expiry.minus(MARGIN), expiry);
    }

    private void refresh() {
        try {
            String issuer = required("idp-issuer-url").replaceAll("/+$", "");
            JsonNode discovery = ask(issuer + "/.well-known/openid-configuration", null);
            String endpoint = discovery.path("token_endpoint").asText("");
            if (endpoint.isEmpty()) {
                throw AccessException.credentials(
                        name() + ": the issuer names no token_endpoint; check idp-issuer-url");
            }
            JsonNode answer = ask(endpoint, form());
            if (answer.path("id_token").asText("").isEmpty()) {
                throw AccessException.credentials(
                        name() + ": the provider gives no new id-token; ask for the scope openid when logging in");
            }
            idToken = answer.path("id_token").asText();
            refreshToken = answer.path("refresh_token").asText(refreshToken);
        } catch (IOException | IllegalArgumentException e) {
            throw AccessException.credentials(
                    name() + ": the provider cannot be asked (" + e.getClass().getSimpleName()
                            + "); check idp-issuer-url, its certificate authority and the network");
        }
    }

    private JsonNode ask(String url, Map<String, String> form) throws IOException {
        URI uri = URI.create(url);
        HttpURLConnection connection = open(uri);
        connection.setConnectTimeout((int) settings.limit().toMillis());
        connection.setReadTimeout((int) settings.limit().toMillis());
        connection.setInstanceFollowRedirects(false);
        if (form != null) {
            send(connection, form);
        }
        int status = connection.getResponseCode();
        if (status != 200) {
            throw AccessException.credentials(name() + ": the provider " + uri.getHost() + " answers " + status
                    + (form == null ? "; check idp-issuer-url" : "; the refresh-token may be used up: log in again"));
        }
        try (InputStream body = connection.getInputStream()) {
            JsonNode answer = JSON.readTree(body);
            return answer == null ? JSON.createObjectNode() : answer;
        }
    }

    private HttpURLConnection open(URI uri) throws IOException {
        Proxy proxy = new ProxyEnvironment(settings.environment())
                .proxyFor(uri)
                .map(this::proxy)
                .orElse(Proxy.NO_PROXY);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
        if (connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(new TlsSettings(authority(), name(), false, null, null)
                    .context()
                    .getSocketFactory());
        }
        return connection;
    }

    private void send(HttpURLConnection connection, Map<String, String> form) throws IOException {
        String client = form.get("client_id") + ":" + form.getOrDefault("client_secret", "");
        connection.setRequestProperty(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)));
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setDoOutput(true);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        form.put("client_id", required("client-id"));
        if (spec.config().containsKey("client-secret")) {
            form.put("client_secret", spec.config().get("client-secret"));
        }
        return form;
    }

    /** The provider's authority; null for those of the JDK. */
    private byte[] authority() throws IOException {
        String data = spec.config().get("idp-certificate-authority-data");
        if (data != null) {
            return Base64.getMimeDecoder().decode(data);
        }
        String file = spec.config().get("idp-certificate-authority");
        return file == null ? null : Files.readAllBytes(spec.origin().resolve(file));
    }

    /** The end of a JWT; far away when it cannot be read, for then the server will tell. */
    private static Instant expiry(String token) {
        String[] parts = token.split("\\.");
        if (parts.length < 2) {
            return Instant.MAX;
        }
        try {
            long seconds = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]))
                    .path("exp")
                    .asLong(0);
            return seconds <= 0 ? Instant.MAX : Instant.ofEpochSecond(seconds);
        } catch (IOException | IllegalArgumentException e) {
            return Instant.MAX;
        }
    }

    private Proxy proxy(ProxySettings settings) {
        if (settings.authorization() != null) {
            // The JDK sends no password when it asks for a tunnel, unless a system property lets all connections do so.
            throw AccessException.configuration(name() + ": the provider cannot be asked by way of " + settings
                    + ", which needs a password; add the host of idp-issuer-url to NO_PROXY, or use an exec plugin");
        }
        Proxy.Type type = settings.type() == ProxyType.HTTP ? Proxy.Type.HTTP : Proxy.Type.SOCKS;
        return new Proxy(type, new InetSocketAddress(settings.host(), settings.port()));
    }

    private String required(String field) {
        String value = spec.config().get(field);
        if (value == null) {
            throw AccessException.configuration(
                    name() + ": " + field + " is missing; log in again and copy the kubeconfig");
        }
        return value;
    }

    private String name() {
        return "auth-provider oidc of user " + user + " (" + spec.origin() + ")";
    }
}
