// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.netty.handler.ssl.ClientAuth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether clients show certificates, in Go's words (https://pkg.go.dev/crypto/tls#ClientAuthType). */
enum ClientAuthType {
    NO_CLIENT_CERT("NoClientCert", ClientAuth.NONE, false),
    REQUEST_CLIENT_CERT("RequestClientCert", ClientAuth.OPTIONAL, false),
    REQUIRE_ANY_CLIENT_CERT("RequireAnyClientCert", ClientAuth.REQUIRE, false),
    VERIFY_CLIENT_CERT_IF_GIVEN("VerifyClientCertIfGiven", ClientAuth.OPTIONAL, true),
    REQUIRE_AND_VERIFY_CLIENT_CERT("RequireAndVerifyClientCert", ClientAuth.REQUIRE, true);

    /** An older name that the toolkit keeps for {@code RequireAnyClientCert}. */
    private static final String REQUIRE_CLIENT_CERT = "RequireClientCert";

    private final String text;
    private final ClientAuth engine;
    private final boolean verified;

    ClientAuthType(String text, ClientAuth engine, boolean verified) {
        this.text = text;
        this.engine = engine;
        this.verified = verified;
    }

    /** The type of a name; an empty name is that of the default. */
    static Optional<ClientAuthType> of(String name) {
        if (name.isEmpty()) {
            return Optional.of(NO_CLIENT_CERT);
        }
        String known = name.equals(REQUIRE_CLIENT_CERT) ? REQUIRE_ANY_CLIENT_CERT.text : name;
        return Arrays.stream(values()).filter(type -> type.text.equals(known)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(type -> type.text).toList();
    }

    /** What the TLS engine is told. */
    ClientAuth engine() {
        return engine;
    }

    /** Whether a certificate that is shown must be signed by an authority that is trusted. */
    boolean verified() {
        return verified;
    }

    /** Whether nobody connects without a certificate. */
    boolean required() {
        return engine == ClientAuth.REQUIRE;
    }
}
