// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether a client's certificate is good enough: signed by an authority that is trusted, and with one of the subject
 * alternative names that are allowed (RFC 5280, section 4.2.1.6). Thread-safe.
 */
final class ClientTrust extends X509ExtendedTrustManager {

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private final X509ExtendedTrustManager authorities;
    private final Set<String> allowedSans;

    /**
     * The trust of one configuration.
     *
     * @param authorities checks the signature; null when any certificate will do
     * @param allowedSans names of which a certificate must have one; empty for any
     */
    ClientTrust(X509ExtendedTrustManager authorities, Set<String> allowedSans) {
        this.authorities = authorities;
        this.allowedSans = allowedSans;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (authorities != null) {
            authorities.checkClientTrusted(chain, type, engine);
        }
        checkNames(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (authorities != null) {
            authorities.checkClientTrusted(chain, type, socket);
        }
        checkNames(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (authorities != null) {
            authorities.checkClientTrusted(chain, type);
        }
        checkNames(chain);
    }

    private void checkNames(X509Certificate[] chain) throws CertificateException {
        if (!allowedSans.isEmpty() && names(chain[0]).stream().noneMatch(allowedSans::contains)) {
            throw new CertificateException("none of its subject alternative names is in client_allowed_sans");
        }
    }

    /** The names in the words of Go, which the toolkit compares exactly. */
    private static List<String> names(X509Certificate certificate) throws CertificateException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
            switch ((Integer) name.get(0)) {
                case EMAIL, DNS, URI -> names.add((String) name.get(1));
                case IP -> names.add(address((String) name.get(1)));
                default -> {
                    // Directory names and the like are no names to the toolkit either.
                }
            }
        }
        return names;
    }

    /** The JDK writes out all of an IPv6 address, Go shortens it (RFC 5952). */
    private static String address(String address) throws CertificateException {
        try {
            return NetUtil.toAddressString(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new CertificateException("a subject alternative name is no address", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is the trust of a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is the trust of a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is the trust of a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }
}
