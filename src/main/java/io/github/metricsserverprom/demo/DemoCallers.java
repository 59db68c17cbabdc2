// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is who to others: answers TokenReview and SubjectAccessReview in the words of kube-apiserver
 * (k8s.io/api/authentication/v1, k8s.io/api/authorization/v1). Thread-safe.
 */
final class DemoCallers {
    private static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

    private final DemoAccess access;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    private record Account(String user, List<String> groups, String uid, Set<String> paths) {}

    DemoCallers(DemoAccess access) {
        this.access = access;
    }

    void add(String token, String namespace, String name, Set<String> paths) {
        List<String> groups =
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
        String user = "system:serviceaccount:" + namespace + ":" + name;
        String uid = UUID.nameUUIDFromBytes(user.getBytes()).toString();
        accounts.put(token, new Account(user, groups, uid, Set.copyOf(paths)));
    }

    Answer tokenReview(Buffer review) {
        JsonObject spec = spec(review);
        if (spec == null || spec.getString("token", "").isEmpty()) {
            return ApiErrors.badRequest("the object provided is unrecognized (must be of type TokenReview)");
        }
        String token = spec.getString("token");
        Account account = accounts.get(token);
        if (account == null && access.knows(token)) {
            account = new Account("demo", List.of("system:authenticated"), "", Set.of("*"));
        }
        JsonArray audiences = spec.getJsonArray("audiences", new JsonArray());
        boolean meant = audiences.isEmpty() || audiences.contains(AUDIENCE);
        JsonObject status = new JsonObject();
        if (account == null || !meant) {
            status.put("user", new JsonObject())
                    .put(
                            "error",
                            account == null
                                    ? "[invalid bearer token, service account token has expired]"
                                    : "[invalid bearer token, token audiences [\"" + AUDIENCE
                                            + "\"] is invalid for the target audiences]");
        } else {
            status.put("authenticated", true)
                    .put("user", user(account))
                    .put("audiences", new JsonArray().add(AUDIENCE));
        }
        return answer("TokenReview", "authentication.k8s.io/v1", spec, status);
    }

    private static JsonObject user(Account account) {
        JsonObject user = new JsonObject().put("username", account.user());
        if (!account.uid().isEmpty()) {
            user.put("uid", account.uid());
            user.put(
                    "extra",
                    new JsonObject()
                            .put(
                                    "authentication.kubernetes.io/credential-id",
                                    new JsonArray().add("JTI=" + account.uid())));
        }
        return user.put("groups", new JsonArray(account.groups()));
    }

    Answer subjectReview(Buffer review) {
        JsonObject spec = spec(review);
        if (spec == null || !spec.containsKey("user")) {
            return ApiErrors.badRequest("the object provided is unrecognized (must be of type SubjectAccessReview)");
        }
        JsonObject attributes = spec.getJsonObject("nonResourceAttributes", new JsonObject());
        boolean allowed = spec.getString("user").equals("demo")
                || accounts.values().stream()
                        .filter(account -> account.user().equals(spec.getString("user")))
                        .filter(account -> new JsonArray(account.groups()).equals(spec.getJsonArray("groups")))
                        .anyMatch(account -> attributes.getString("verb", "").equals("get")
                                && mayVisit(account, attributes.getString("path", "")));
        JsonObject status = new JsonObject().put("allowed", allowed);
        if (allowed) {
            status.put(
                    "reason",
                    "RBAC: allowed by ClusterRoleBinding \"metrics-reader\" of ClusterRole"
                            + " \"metrics-reader\" to ServiceAccount");
        }
        return answer("SubjectAccessReview", "authorization.k8s.io/v1", spec, status);
    }

    private static boolean mayVisit(Account account, String path) {
        return account.paths().stream()
                .anyMatch(allowed -> allowed.endsWith("*")
                        ? path.startsWith(allowed.substring(0, allowed.length() - 1))
                        : path.equals(allowed));
    }

    private static JsonObject spec(Buffer review) {
        try {
            return new JsonObject(review).getJsonObject("spec");
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    private static Answer answer(String kind, String version, JsonObject spec, JsonObject status) {
        JsonObject answer = new JsonObject()
                .put("kind", kind)
                .put("apiVersion", version)
                .put("metadata", new JsonObject())
                .put("spec", spec)
                .put("status", status);
        return Answer.json(201, answer.encode() + "\n");
    }
}
