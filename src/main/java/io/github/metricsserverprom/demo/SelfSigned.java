// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Makes a certificate for {@code localhost} and {@code 127.0.0.1} that signs itself, by the {@code keytool} of the JDK:
 * Java has no public API for that.
 */
public final class SelfSigned {
    private static final String PASSWORD = "changeit";

    private SelfSigned() {}

    /**
     * Writes {@code tls.crt} and {@code tls.key} into a folder.
     *
     * @param folder that exists
     * @param clientCa handed on to the result
     * @throws IOException if keytool is missing or fails
     */
    public static DemoTls create(Path folder, Optional<Path> clientCa) throws IOException {
        Path store = folder.resolve("tls.p12");
        runKeytool(store);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] key = keys.getKey("demo", PASSWORD.toCharArray()).getEncoded();
            byte[] certificate = keys.getCertificate("demo").getEncoded();
            return new DemoTls(
                    Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", certificate)),
                    Files.writeString(folder.resolve("tls.key"), pem("PRIVATE KEY", key)),
                    clientCa);
        } catch (GeneralSecurityException e) {
            throw new IOException("The key store that keytool made cannot be read", e);
        }
    }

    private static void runKeytool(Path store) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "demo",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool could not make a certificate: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made a certificate", e);
        }
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
