// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;

/**
 * Leaves only some curves for the exchange of keys. Java 17 has no other way to choose them for one server
 * ({@code SSLParameters.setNamedGroups} is there since 20); the JDK asks for each group by its name, also for the curve of a
 * certificate that is used to sign, so that it must be one of these as well. As in Go since 1.24, the order of
 * {@code curve_preferences} does not matter.
 */
record CurveConstraints(Set<String> groups) implements AlgorithmConstraints {

    /** The groups that the JDK may offer, in its names; other algorithms are none of our business. */
    private static final Set<String> ALL = Set.of(
            "secp256r1",
            "secp384r1",
            "secp521r1",
            "x25519",
            "x448",
            "ffdhe2048",
            "ffdhe3072",
            "ffdhe4096",
            "ffdhe6144",
            "ffdhe8192",
            "X25519MLKEM768",
            "SecP256r1MLKEM768",
            "SecP384r1MLKEM1024");

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
        return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                || !ALL.contains(algorithm)
                || groups.contains(algorithm);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
        return permits(primitives, algorithm, parameters);
    }
}
