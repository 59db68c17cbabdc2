// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

/**
 * A PEM text (RFC 7468) and where it is from. Prints no content.
 *
 * @param source where it is from, for messages
 * @param text   the bytes as they were read; not to be changed
 */
public record PemSource(String source, byte[] text) {

    @Override
    public String toString() {
        return "PEM of " + source;
    }
}
