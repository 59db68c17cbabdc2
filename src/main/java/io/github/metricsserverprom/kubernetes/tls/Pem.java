// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text (RFC 7468; RFC 1421 headers are noticed for encrypted keys). */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * @param label such as {@code CERTIFICATE}
     * @param encrypted whether the block carries encryption headers
     */
    record Block(String label, byte[] der, boolean encrypted) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    private Pem() {}

    /**
     * Finds the blocks in order; text around them is passed over.
     *
     * @throws IllegalArgumentException if a block is not base64
     */
    static List<Block> blocks(byte[] text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            String body = matcher.group(2);
            boolean encrypted = body.contains("ENCRYPTED");
            int headerEnd = body.lastIndexOf(':');
            if (headerEnd >= 0) {
                body = body.substring(Math.max(body.indexOf('\n', headerEnd), 0));
            }
            byte[] der = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            blocks.add(new Block(matcher.group(1), der, encrypted));
        }
        return blocks;
    }
}
