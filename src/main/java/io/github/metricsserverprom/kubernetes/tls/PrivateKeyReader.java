// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Private keys in every form that kubectl reads: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), SEC1 (RFC 5915); RSA, EC and Ed25519. The older
 * forms are wrapped into PKCS#8, which is what the JDK reads.
 */
final class PrivateKeyReader {

    private static final byte[] VERSION_0 = Der.encode(Der.INTEGER, new byte[] {0});
    private static final byte[] NULL = {5, 0};
    private static final byte[] RSA = oid("2a864886f70d010101");
    private static final byte[] EC = oid("2a8648ce3d0201");
    private static final Map<String, String> ALGORITHMS =
            Map.of(hex(RSA), "RSA", hex(EC), "EC", hex(oid("2b6570")), "Ed25519");

    private PrivateKeyReader() {}

    /**
     * Reads the first private key of a PEM text.
     *
     * @param source where the text is from, for messages
     * @throws AccessException if there is none, it is encrypted or of an unknown kind
     */
    static PrivateKey read(byte[] pem, String source) {
        try {
            List<Pem.Block> blocks = Pem.blocks(pem);
            Pem.Block key = blocks.stream()
                    .filter(block -> block.label().endsWith("PRIVATE KEY"))
                    .findFirst()
                    .orElseThrow(() -> AccessException.configuration(source
                            + ": no private key in PEM form found; a block -----BEGIN PRIVATE KEY-----, RSA PRIVATE"
                            + " KEY or EC PRIVATE KEY is expected"));
            if (key.encrypted() || key.label().startsWith("ENCRYPTED")) {
                throw AccessException.configuration(
                        source
                                + ": the private key is encrypted; give it without a passphrase (openssl pkey -in KEY -out KEY)");
            }
            byte[] pkcs8 =
                    switch (key.label()) {
                        case "PRIVATE KEY" -> key.der();
                        case "RSA PRIVATE KEY" -> wrap(Der.encode(Der.SEQUENCE, RSA, NULL), key.der());
                        case "EC PRIVATE KEY" ->
                            wrap(Der.encode(Der.SEQUENCE, EC, curve(key.der(), blocks)), key.der());
                        default ->
                            throw AccessException.configuration(source + ": a " + key.label()
                                    + " cannot be used; give an RSA, EC or Ed25519 key in PKCS#8, PKCS#1 or SEC1 form");
                    };
            return KeyFactory.getInstance(algorithm(pkcs8)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause may quote parts of the key: it is left out.
            throw AccessException.configuration(
                    source + ": the private key is damaged or of an unknown kind; give the key that belongs to the"
                            + " certificate");
        }
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.encode(Der.SEQUENCE, VERSION_0, algorithm, Der.encode(Der.OCTET_STRING, key));
    }

    private static String algorithm(byte[] pkcs8) {
        Der key = new Der(new Der(pkcs8).next(Der.SEQUENCE).content());
        key.next(Der.INTEGER);
        byte[] oid = new Der(key.next(Der.SEQUENCE).content())
                .next(Der.OBJECT_IDENTIFIER)
                .encoded();
        String name = ALGORITHMS.get(hex(oid));
        if (name == null) {
            throw new IllegalArgumentException("unknown algorithm");
        }
        return name;
    }

    /** The curve of a SEC1 key: inside the key, or in the block of parameters that openssl writes before it. */
    private static byte[] curve(byte[] sec1, List<Pem.Block> blocks) {
        Der key = new Der(new Der(sec1).next(Der.SEQUENCE).content());
        key.next(Der.INTEGER);
        key.next(Der.OCTET_STRING);
        while (key.hasNext()) {
            Der.Element element = key.next();
            if (element.tag() == Der.CONTEXT_0) {
                return element.content();
            }
        }
        return blocks.stream()
                .filter(block -> block.label().equals("EC PARAMETERS"))
                .map(Pem.Block::der)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no curve"));
    }

    private static byte[] oid(String hex) {
        return Der.encode(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
