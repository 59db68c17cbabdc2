// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes keys for caches out of secrets, so that no password or token stays in memory. The digests (HMAC-SHA-256, RFC 2104)
 * mean nothing outside of this process. Thread-safe.
 */
final class SecretDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SecretDigest() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** Stands for these parts in this order; others have another digest. */
    String of(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                // The length in front keeps "ab", "c" apart from "a", "bc".
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                mac.update(part);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
