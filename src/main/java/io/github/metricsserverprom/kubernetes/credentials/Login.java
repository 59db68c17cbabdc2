// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import io.github.metricsserverprom.kubernetes.eks.EksRequest;
import io.github.metricsserverprom.kubernetes.eks.EksToken;
import io.github.metricsserverprom.kubernetes.eks.EksTokens;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.kubeconfig.AuthProviderSpec;
import io.github.metricsserverprom.kubernetes.kubeconfig.ExecSpec;
import io.github.metricsserverprom.kubernetes.kubeconfig.KubeUser;
import io.github.metricsserverprom.kubernetes.kubeconfig.Material;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How one user of a kubeconfig logs in.
 *
 * @param kind in words, such as {@code token file} or {@code exec plugin gke-gcloud-auth-plugin}
 */
public record Login(String kind, CredentialSource source) {

    /**
     * Chooses the way a user's entry describes.
     *
     * @throws AccessException if the entry contradicts itself or can never work
     */
    public static Login of(KubeUser user, ClusterInfo cluster, LoginSettings settings) {
        check(user);
        Login login = withoutCertificate(user, cluster, settings);
        if (user.clientCertificate() == null) {
            return login;
        }
        CredentialSource source = new CertificateSource(user.clientCertificate(), user.clientKey(), login.source());
        return new Login(
                login.kind().equals("anonymous") ? "client certificate" : "client certificate and " + login.kind(),
                source);
    }

    /** A token wins over a plugin, as in client-go. */
    private static Login withoutCertificate(KubeUser user, ClusterInfo cluster, LoginSettings settings) {
        if (user.tokenFile() != null) {
            Material file = Material.file("tokenFile", user.origin(), user.tokenFile());
            return new Login("token file", new TokenFileSource(file));
        }
        if (user.token() != null) {
            return new Login("token", fixed(Credential.bearer(user.token())));
        }
        if (user.username() != null) {
            return new Login("user name and password", fixed(basic(user)));
        }
        if (user.exec() != null) {
            return exec(user.exec(), user.name(), cluster, settings);
        }
        if (user.authProvider() != null) {
            return authProvider(user.authProvider(), user.name(), settings);
        }
        return new Login("anonymous", fixed(Credential.NONE));
    }

    private static Login exec(ExecSpec spec, String user, ClusterInfo cluster, LoginSettings settings) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putAll(spec.env());
        Optional<EksRequest> eks =
                settings.nativeEks() ? EksRequest.of(spec.command(), spec.args(), environment) : Optional.empty();
        if (eks.isPresent()) {
            EksTokens tokens = new EksTokens(
                    eks.get(), environment, URI.create(cluster.server()), settings.limit(), settings.clock());
            return new Login("exec aws (native)", new ObtainedSource(() -> credential(tokens.get()), settings.clock()));
        }
        ExecPlugin plugin =
                new ExecPlugin(spec, user, cluster, settings.environment(), settings.limit(), settings.clock());
        check(plugin, spec, settings);
        return new Login("exec plugin " + spec.command(), new ObtainedSource(plugin, settings.clock()));
    }

    /** Of a program for EKS that is not there it is said how to do without. */
    private static void check(ExecPlugin plugin, ExecSpec spec, LoginSettings settings) {
        try {
            plugin.check();
        } catch (AccessException e) {
            if (!EksRequest.isCommand(spec.command())) {
                throw e;
            }
            throw AccessException.configuration(e.getMessage() + "; tokens for EKS need no program "
                    + (settings.nativeEks()
                            ? "when it is called as " + EksRequest.UNDERSTOOD
                            : "with exporter.native-eks=true"));
        }
    }

    private static Credential credential(EksToken token) {
        return new Credential("Bearer " + token.token(), null, token.refreshAt(), token.expiresAt());
    }

    private static Login authProvider(AuthProviderSpec spec, String user, LoginSettings settings) {
        if (!spec.name().equals("oidc")) {
            throw AccessException.configuration(
                    "auth-provider " + spec.name() + " of user " + user + " (" + spec.origin()
                            + "): not known, nor is it to kubectl since 1.26; use the exec plugin of the provider");
        }
        return new Login("oidc", new ObtainedSource(new OidcTokens(spec, user, settings), settings.clock()));
    }

    private static Credential basic(KubeUser user) {
        String pair = user.username() + ":" + (user.password() == null ? "" : user.password());
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new Credential("Basic " + encoded, null, Credential.NONE.refreshAt(), Credential.NONE.expiresAt());
    }

    private static CredentialSource fixed(Credential credential) {
        return rejected -> credential;
    }

    /** The rules of client-go's {@code validateAuthInfo}. */
    private static void check(KubeUser user) {
        String place = "user " + user.name() + " (" + user.origin() + ")";
        if (user.clientCertificate() != null && user.clientKey() == null) {
            throw AccessException.configuration(
                    place + ": client-certificate without client-key; add client-key or client-key-data");
        }
        if (user.clientKey() != null && user.clientCertificate() == null) {
            throw AccessException.configuration(place
                    + ": client-key without client-certificate; add client-certificate or client-certificate-data");
        }
        boolean bearer = user.token() != null || user.tokenFile() != null;
        boolean basic = user.username() != null || user.password() != null;
        if (bearer && basic) {
            throw AccessException.configuration(
                    place + ": both a token and a user name with password; keep one of them");
        }
        if (user.exec() != null && user.authProvider() != null) {
            throw AccessException.configuration(place + ": both exec and auth-provider; keep one of them");
        }
    }
}
