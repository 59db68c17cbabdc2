// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** What a request's {@code Authorization} header brings. Prints no secret. */
sealed interface Credentials {

    /** Nothing, or nothing that can be read. */
    record None() implements Credentials {}

    /** User and password (RFC 7617). */
    record Basic(String user, byte[] password) implements Credentials {
        @Override
        public String toString() {
            return "password of a user";
        }
    }

    /** A token (RFC 6750). */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "bearer token";
        }
    }

    /**
     * Reads the header.
     *
     * @param header its value; null when there is none
     */
    static Credentials of(String header) {
        String[] parts = header == null ? new String[0] : header.strip().split(" +", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
            return basic(parts[1]);
        }
        // The characters of RFC 6750, section 2.1; anything else is no token of any cluster.
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer") && parts[1].matches("[A-Za-z0-9._~+/-]+=*")) {
            return new Bearer(parts[1]);
        }
        return new None();
    }

    private static Credentials basic(String encoded) {
        try {
            byte[] pair = Base64.getDecoder().decode(encoded);
            for (int i = 0; i < pair.length; i++) {
                if (pair[i] == ':') {
                    return new Basic(
                            new String(pair, 0, i, StandardCharsets.UTF_8),
                            Arrays.copyOfRange(pair, i + 1, pair.length));
                }
            }
        } catch (IllegalArgumentException e) {
            // Not base64: there is no password to check.
        }
        return new None();
    }
}
