// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Nodes, namespaces and reviews of one's own access. */
final class OtherResources {
    private static final String RESOURCE_VERSION = "\"resourceVersion\":\"20000\"";

    private final ClusterState cluster;
    private final NodeJson nodeJson = new NodeJson();

    OtherResources(ClusterState cluster) {
        this.cluster = cluster;
    }

    Answer nodes(ApiRequest request) {
        Scene scene = cluster.scene();
        if (request.name() == null) {
            Selector labels = Selector.parse(request.parameter("labelSelector"));
            List<SimNode> items = cluster.nodes().stream()
                    .filter(node -> labels.matches(node::label))
                    .toList();
            return list("NodeList", items, (node, out) -> nodeJson.write(node, false, scene, out));
        }
        ByteSink out = new ByteSink(8 * 1024);
        cluster.nodes().stream()
                .filter(node -> node.name().equals(request.name()))
                .forEach(node -> nodeJson.write(node, true, scene, out));
        return out.length() == 0 ? ApiErrors.notFound(request) : Answer.json(Body.of(out.ascii('\n')));
    }

    Answer namespaces(ApiRequest request) {
        Scene scene = cluster.scene();
        if (request.name() == null) {
            return list(
                    "NamespaceList", cluster.namespaces(), (name, out) -> NamespaceJson.write(name, false, scene, out));
        }
        if (!cluster.namespaces().contains(request.name())) {
            return ApiErrors.notFound(request);
        }
        ByteSink out = new ByteSink(1_024);
        NamespaceJson.write(request.name(), true, scene, out);
        return Answer.json(Body.of(out.ascii('\n')));
    }

    /** A list without items. */
    static Answer empty(DemoTarget target) {
        String kind = target == DemoTarget.NODES ? "NodeList" : "NamespaceList";
        return list(kind, List.<SimNode>of(), (node, out) -> {});
    }

    /**
     * Answers a SelfSubjectAccessReview.
     *
     * @param rights what may be done; asked with the target, and whether in the whole cluster
     */
    static Answer review(Buffer review, DemoRights rights) {
        JsonObject spec;
        try {
            spec = new JsonObject(review).getJsonObject("spec", new JsonObject());
        } catch (DecodeException | ClassCastException e) {
            return ApiErrors.badRequest(
                    "the object provided is unrecognized (must be of type SelfSubjectAccessReview)");
        }
        JsonObject attributes = spec.getJsonObject("resourceAttributes", new JsonObject());
        boolean allowed = rights.allows(
                attributes.getString("group", ""),
                attributes.getString("resource", ""),
                attributes.getString("verb", ""),
                attributes.getString("namespace", ""));
        JsonObject status = new JsonObject().put("allowed", allowed);
        if (allowed) {
            status.put(
                    "reason", "RBAC: allowed by ClusterRoleBinding \"demo\" of ClusterRole \"view\" to User \"demo\"");
        }
        JsonObject answer = new JsonObject()
                .put("kind", "SelfSubjectAccessReview")
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("metadata", new JsonObject())
                .put("spec", spec)
                .put("status", status);
        return Answer.json(201, answer.encode() + "\n");
    }

    private static <T> Answer list(String kind, List<T> items, ListBody.ItemWriter<T> writer) {
        return Answer.json(new ListBody<>(ListBody.head(kind, "v1", RESOURCE_VERSION), items, writer).ready());
    }
}
