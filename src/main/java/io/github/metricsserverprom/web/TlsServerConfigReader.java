// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.kubernetes.tls.PemSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code tls_server_config}: the rules are those of {@code ConfigToTLSConfig} in web/tls_config.go of
 * prometheus/exporter-toolkit. Where the toolkit would pass over something in silence, this is a finding.
 */
final class TlsServerConfigReader {

    static final List<String> KEYS = List.of(
            "cert",
            "key",
            "client_ca",
            "cert_file",
            "key_file",
            "client_auth_type",
            "client_ca_file",
            "client_allowed_sans",
            "cipher_suites",
            "prefer_server_cipher_suites",
            "curve_preferences",
            "min_version",
            "max_version");

    /** The toolkit's names and the JDK's, from the oldest. */
    private static final Map<String, String> VERSIONS = versions();

    private static final Map<String, String> CURVES =
            Map.of("CurveP256", "secp256r1", "CurveP384", "secp384r1", "CurveP521", "secp521r1", "X25519", "x25519");

    private final YamlSection section;
    private final WebFiles files;
    private final Set<String> jdkSuites;

    TlsServerConfigReader(YamlSection section, WebFiles files) {
        this.section = section;
        this.files = files;
        this.jdkSuites = CipherSuites.ofTheJdk();
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("TLS10", "TLSv1");
        versions.put("TLS11", "TLSv1.1");
        versions.put("TLS12", "TLSv1.2");
        versions.put("TLS13", "TLSv1.3");
        return versions;
    }

    /** What the section says; empty when it is absent or empty, or when there is no use in it for its mistakes. */
    Optional<TlsServerConfig> read() {
        if (section.isEmpty()) {
            return Optional.empty();
        }
        PemSource certificate = required("cert", "cert_file");
        PemSource key = required("key", "key_file");
        PemSource authorities = pem("client_ca", "client_ca_file");
        ClientAuthType clientAuth = clientAuth();
        if (authorities != null && clientAuth == ClientAuthType.NO_CLIENT_CERT) {
            section.wrong(
                    given("client_ca", "client_ca_file"),
                    "has no effect without client_auth_type; set it to RequireAndVerifyClientCert");
        }
        List<String> versions = spokenVersions();
        return Optional.of(new TlsServerConfig(
                certificate,
                key,
                clientAuth,
                authorities,
                allowedSans(clientAuth),
                versions,
                suites(versions),
                section.flag("prefer_server_cipher_suites", true),
                groups()));
    }

    private String given(String inline, String file) {
        return section.text(file).isEmpty() ? inline : file;
    }

    private PemSource required(String inline, String file) {
        if (section.text(inline).isEmpty() && section.text(file).isEmpty()) {
            section.wrong(file, "is missing, as is " + inline + "; TLS needs one of them");
            return null;
        }
        return pem(inline, file);
    }

    /** A PEM text that stands in the file or in another; null when it is neither. */
    private PemSource pem(String inline, String file) {
        String name = section.text(file);
        String text = section.text(inline);
        if (!text.isEmpty() && !name.isEmpty()) {
            section.wrong(file, "and " + inline + " stand there both; delete one of them");
            return null;
        }
        if (name.isEmpty()) {
            return text.isEmpty() ? null : new PemSource(section.place(inline), text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new PemSource(section.place(file) + " " + name, files.read(name));
        } catch (ConfigException e) {
            section.wrong(file, "cannot be used: " + e.getMessage());
            return null;
        }
    }

    private ClientAuthType clientAuth() {
        String name = section.text("client_auth_type");
        Optional<ClientAuthType> type = ClientAuthType.of(name);
        if (type.isEmpty()) {
            section.wrong(
                    "client_auth_type",
                    "is '" + name + "', which is no type of client authentication"
                            + Findings.suggestion(name, ClientAuthType.names()));
        }
        return type.orElse(ClientAuthType.NO_CLIENT_CERT);
    }

    private Set<String> allowedSans(ClientAuthType clientAuth) {
        List<YamlSection.Item> items = section.list("client_allowed_sans");
        if (items == null) {
            return Set.of();
        }
        Set<String> sans = new LinkedHashSet<>();
        items.forEach(item -> sans.add(item.text()));
        if (sans.isEmpty()) {
            section.wrong("client_allowed_sans", "is empty, so that nobody could connect; delete it or name somebody");
        } else if (!clientAuth.required()) {
            section.wrong(
                    "client_allowed_sans",
                    "needs client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert; with others a client may"
                            + " show no certificate at all");
        }
        return sans;
    }

    private List<String> spokenVersions() {
        List<String> names = List.copyOf(VERSIONS.keySet());
        int least = names.indexOf(version("min_version", "TLS12"));
        int most = names.indexOf(version("max_version", "TLS13"));
        if (least > most) {
            section.wrong(
                    "min_version",
                    "is " + names.get(least) + ", which is above max_version " + names.get(most)
                            + "; nobody could connect");
            return List.of();
        }
        return names.subList(least, most + 1).stream().map(VERSIONS::get).toList();
    }

    private String version(String key, String byDefault) {
        String name = section.text(key);
        if (name.isEmpty()) {
            return byDefault;
        }
        if (!VERSIONS.containsKey(name)) {
            section.wrong(key, "is '" + name + "', which is no version of TLS; expected TLS12 or TLS13");
            return byDefault;
        }
        if (name.equals("TLS10") || name.equals("TLS11")) {
            section.wrong(
                    key, "is " + name + ", which Java does not speak any more (RFC 8996); expected TLS12 or TLS13");
            return byDefault;
        }
        return name;
    }

    /** The suites of TLS 1.3, which cannot be chosen, and those of TLS 1.2: the chosen ones, or all. */
    private List<String> suites(List<String> versions) {
        List<String> suites = new ArrayList<>();
        if (versions.contains("TLSv1.3")) {
            suites.addAll(CipherSuites.TLS13);
        }
        List<YamlSection.Item> items = section.list("cipher_suites");
        if (items == null || items.isEmpty()) {
            suites.addAll(versions.contains("TLSv1.2") ? CipherSuites.TLS12 : List.of());
            suites.retainAll(jdkSuites);
            return suites;
        }
        Set<String> known = new LinkedHashSet<>(CipherSuites.TLS13);
        known.addAll(CipherSuites.TLS12);
        for (YamlSection.Item item : items) {
            String name = item.text();
            if (!known.contains(name)) {
                section.wrong(
                        "cipher_suites",
                        item,
                        "has '" + name + "', which is no cipher suite of the toolkit"
                                + Findings.suggestion(name, known));
            } else if (!jdkSuites.contains(name)) {
                section.wrong(
                        "cipher_suites",
                        item,
                        "has " + name + ", which this Java does not have or has turned off"
                                + " (jdk.tls.disabledAlgorithms); delete it");
            } else if (versions.contains("TLSv1.2") && CipherSuites.TLS12.contains(name) && !suites.contains(name)) {
                suites.add(name);
            }
        }
        suites.retainAll(jdkSuites);
        if (suites.isEmpty() && !versions.isEmpty()) {
            section.wrong(
                    "cipher_suites",
                    "leaves no suite of TLS 1.2, and max_version leaves out TLS 1.3; nobody could" + " connect");
        }
        return suites;
    }

    private Set<String> groups() {
        List<YamlSection.Item> items = section.list("curve_preferences");
        Set<String> groups = new LinkedHashSet<>();
        for (YamlSection.Item item : items == null ? List.<YamlSection.Item>of() : items) {
            String group = CURVES.get(item.text());
            if (group == null) {
                section.wrong(
                        "curve_preferences",
                        item,
                        "has '" + item.text() + "', which is no curve of the toolkit"
                                + Findings.suggestion(
                                        item.text(),
                                        CURVES.keySet().stream().sorted().toList()));
            } else {
                groups.add(group);
            }
        }
        return groups;
    }
}
