// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** A certificate authority for tests: X.509 v3 (RFC 5280) written by hand, so that no tool is needed. */
public final class TestPki {

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final byte[] ECDSA_SHA256 = Der.encode(Der.SEQUENCE, oid("2a8648ce3d040302"));
    private static final byte[] RSA_SHA256 = Der.encode(Der.SEQUENCE, oid("2a864886f70d01010b"), new byte[] {5, 0});
    private static final byte[] TRUE = {1, 1, (byte) 0xFF};

    /** A certificate in PEM form with its key pair. */
    public record Issued(String certificate, KeyPair keys) {

        /** The key as PKCS#8. */
        public String key() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /** The key as PKCS#1 (RSA) or SEC1 without parameters (EC). */
        public byte[] inner() {
            Der der = new Der(
                    new Der(keys.getPrivate().getEncoded()).next(Der.SEQUENCE).content());
            der.next(Der.INTEGER);
            der.next(Der.SEQUENCE);
            return der.next(Der.OCTET_STRING).content();
        }

        /** An EC key as SEC1 with its curve (P-256) inside, as openssl and Go write it. */
        public byte[] sec1() {
            Der der = new Der(new Der(inner()).next(Der.SEQUENCE).content());
            return Der.encode(
                    Der.SEQUENCE,
                    der.next(Der.INTEGER).encoded(),
                    der.next(Der.OCTET_STRING).encoded(),
                    Der.encode(Der.CONTEXT_0, oid("2a8648ce3d030107")));
        }
    }

    private final String name;
    private final KeyPair keys;
    private final String certificate;

    /** An authority with an EC key. */
    public TestPki(String name) {
        this(name, ec());
    }

    /** An authority with an EC or RSA key. */
    public TestPki(String name, KeyPair keys) {
        this.name = name;
        this.keys = keys;
        this.certificate = sign(name, keys, true, List.of(), Instant.now().plus(Duration.ofDays(30)));
    }

    /** The certificate of the authority in PEM form. */
    public String certificate() {
        return certificate;
    }

    /** A client certificate with subject alternative names: host names, addresses, mail addresses, URIs. */
    public Issued client(String user, String... names) {
        return issue(user, ec(), Instant.now().plus(Duration.ofDays(30)), names);
    }

    /** A server certificate for host names and addresses. */
    public Issued server(String... names) {
        return issue("server", ec(), Instant.now().plus(Duration.ofDays(30)), names);
    }

    public Issued issue(String subject, KeyPair pair, Instant end, String... names) {
        return new Issued(sign(subject, pair, false, List.of(names), end), pair);
    }

    public static KeyPair ec() {
        return generate("EC");
    }

    public static KeyPair rsa() {
        return generate("RSA");
    }

    public static KeyPair ed25519() {
        return generate("Ed25519");
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private String sign(String subject, KeyPair pair, boolean authority, List<String> names, Instant end) {
        boolean rsa = keys.getPrivate().getAlgorithm().equals("RSA");
        byte[] algorithm = rsa ? RSA_SHA256 : ECDSA_SHA256;
        List<byte[]> extensions = new ArrayList<>();
        if (authority) {
            extensions.add(extension("551d13", Der.encode(Der.SEQUENCE, TRUE)));
        }
        if (!names.isEmpty()) {
            extensions.add(extension(
                    "551d11",
                    Der.encode(
                            Der.SEQUENCE,
                            names.stream().map(TestPki::generalName).toArray(byte[][]::new))));
        }
        byte[] version = Der.encode(0xA0, Der.encode(Der.INTEGER, new byte[] {2}));
        byte[] serial = Der.encode(
                Der.INTEGER, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray());
        byte[] validity = Der.encode(Der.SEQUENCE, time(end.minus(Duration.ofDays(400))), time(end));
        byte[] content = Der.encode(
                Der.SEQUENCE,
                version,
                serial,
                algorithm,
                new X500Principal("CN=" + name).getEncoded(),
                validity,
                new X500Principal("CN=" + subject).getEncoded(),
                pair.getPublic().getEncoded(),
                extensions.isEmpty()
                        ? new byte[0]
                        : Der.encode(0xA3, Der.encode(Der.SEQUENCE, extensions.toArray(byte[][]::new))));
        try {
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = signature.sign();
            byte[] bits = new byte[signed.length + 1];
            System.arraycopy(signed, 0, bits, 1, signed.length);
            return pem("CERTIFICATE", Der.encode(Der.SEQUENCE, content, algorithm, Der.encode(3, bits)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.encode(Der.SEQUENCE, oid(oid), Der.encode(Der.OCTET_STRING, value));
    }

    private static byte[] generalName(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        try {
            if (name.contains("@")) {
                return Der.encode(0x81, text);
            }
            if (name.contains("://")) {
                return Der.encode(0x86, text);
            }
            return name.matches("[0-9.]+|[0-9a-f]*:[0-9a-f:]*")
                    ? Der.encode(0x87, InetAddress.getByName(name).getAddress())
                    : Der.encode(0x82, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] time(Instant time) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time);
        return Der.encode(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(String hex) {
        return Der.encode(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }

    private static KeyPair generate(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
