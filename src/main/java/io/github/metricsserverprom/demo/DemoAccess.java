// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/** Who may do what: bearer tokens and rights. Thread-safe. */
final class DemoAccess {
    private final DemoRights rights;
    private volatile Set<String> tokens;

    /** @param tokens that are accepted; empty: everybody is the user {@code demo} */
    DemoAccess(DemoRights rights, Set<String> tokens) {
        this.rights = rights;
        this.tokens = Set.copyOf(tokens);
    }

    void demand(Set<String> newTokens) {
        tokens = Set.copyOf(newTokens);
    }

    /** Whether a token is one of those that are demanded. */
    boolean knows(String token) {
        return tokens.contains(token);
    }

    /** One of the tokens that are accepted, if any is demanded. */
    Optional<String> token() {
        return tokens.stream().sorted().findFirst();
    }

    /**
     * Why a request is refused, if it is: 401 for a bad token; 403 for what the user may not do, and for requests
     * without a token, which are those of {@code system:anonymous}.
     */
    Optional<Answer> refusal(ApiRequest request) {
        Set<String> accepted = tokens;
        String authorization = request.headers().get("Authorization");
        if (!accepted.isEmpty() && authorization != null) {
            String token = authorization.startsWith("Bearer ")
                    ? authorization.substring(7).strip()
                    : "";
            if (!accepted.contains(token)) {
                return Optional.of(ApiErrors.unauthorized());
            }
        }
        boolean open = request.target() == DemoTarget.HEALTH || request.path().equals("/version");
        if (!accepted.isEmpty() && authorization == null && !open) {
            return Optional.of(ApiErrors.forbidden(request, "system:anonymous"));
        }
        if (!rights.allows(request.target(), request.namespace())) {
            return Optional.of(ApiErrors.forbidden(request, "demo"));
        }
        return Optional.empty();
    }

    Answer review(Buffer content) {
        return OtherResources.review(content, rights);
    }
}
