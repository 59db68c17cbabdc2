// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom to act as ({@code as}, {@code as-uid}, {@code as-groups}, {@code as-user-extra}).
 *
 * @param user null for nobody else
 */
public record Impersonation(String user, String uid, List<String> groups, Map<String, List<String>> extra) {

    /** Acting as oneself. */
    public static final Impersonation NONE = new Impersonation(null, null, List.of(), Map.of());

    public Impersonation {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /**
     * The request headers, see <a
     * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">user impersonation</a>.
     */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (user != null) {
            headers.put("Impersonate-User", List.of(user));
            if (uid != null) {
                headers.put("Impersonate-Uid", List.of(uid));
            }
            if (!groups.isEmpty()) {
                headers.put("Impersonate-Group", groups);
            }
            extra.forEach((key, values) -> headers.put("Impersonate-Extra-" + key, values));
        }
        return headers;
    }
}
