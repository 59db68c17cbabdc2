// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import io.github.metricsserverprom.demo.PodStore.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists of pods: whole, in pages, at a resource version, by selector
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/).
 */
final class PodLists {
    /** Lists up to this length are made at once; longer ones while they are sent. */
    private static final int SHORT = 200;

    private static final String TOO_OLD_TOKEN =
            "The provided continue parameter is too old to display a consistent list"
                    + " result. You can start a new list without the continue parameter, or use the continue token in this"
                    + " response to retrieve the remainder of the results. Continuing with the provided token results in an"
                    + " inconsistent list - objects that were created, modified, or deleted between the time the first chunk"
                    + " was returned and now may show up in the list.";

    private final ClusterState cluster;
    private final PodJson json;
    private final WholeLists wholeLists = new WholeLists();

    PodLists(ClusterState cluster, PodJson json) {
        this.cluster = cluster;
        this.json = json;
    }

    Answer answer(ApiRequest request) {
        if (request.name() != null) {
            return one(request);
        }
        try {
            String token = request.parameter("continue");
            return token.isEmpty() ? first(request) : next(request, ContinueToken.decode(token));
        } catch (NumberFormatException e) {
            return ApiErrors.badRequest("invalid number in the query: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return ApiErrors.badRequest(e.getMessage());
        }
    }

    /** A list without pods. */
    Answer empty() {
        Snapshot now = cluster.store().now();
        return page(new Snapshot(new PodTable(List.of()), now.resourceVersion()), PodFilter.ALL, 0, 0);
    }

    private Answer one(ApiRequest request) {
        SimPod pod = cluster.store().now().table().find(request.namespace(), request.name());
        if (pod == null) {
            return ApiErrors.notFound(request);
        }
        ByteSink out = new ByteSink(12 * 1024);
        json.write(pod, PodJson.Kind.OBJECT, cluster.scene(), out);
        return Answer.json(Body.of(out.ascii('\n')));
    }

    private Answer first(ApiRequest request) {
        PodFilter filter = PodFilter.of(request);
        String version = request.parameter("resourceVersion");
        String match = request.parameter("resourceVersionMatch");
        if (!match.isEmpty() && version.isEmpty()) {
            return ApiErrors.invalidListOptions(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        Snapshot now = cluster.store().now();
        int start = start(filter, now.table());
        long limit = limit(request);
        if (version.isEmpty()) {
            return page(now, filter, start, limit);
        }
        long asked = Long.parseLong(version);
        if (asked == 0) {
            if (match.equals("Exact")) {
                return ApiErrors.invalidListOptions(
                        "resourceVersionMatch",
                        "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
            }
            // The watch cache answers, and it does not page.
            return page(now, filter, start, 0);
        }
        if (asked > now.resourceVersion()) {
            return ApiErrors.tooLargeResourceVersion(asked, now.resourceVersion());
        }
        boolean exact = match.equals("Exact") || (match.isEmpty() && limit > 0);
        if (!exact) {
            return page(now, filter, start, limit);
        }
        Optional<Snapshot> then = cluster.store().at(asked);
        return then.map(snapshot -> page(snapshot, filter, start(filter, snapshot.table()), limit))
                .orElseGet(() -> ApiErrors.expired("The resourceVersion for the provided list is too old."));
    }

    private Answer next(ApiRequest request, ContinueToken token) {
        if (!request.parameter("resourceVersion").isEmpty()) {
            return ApiErrors.badRequest("specifying resource version is not allowed when using continue");
        }
        PodFilter filter = PodFilter.of(request);
        Snapshot now = cluster.store().now();
        Optional<Snapshot> then =
                token.resourceVersion() < 0 ? Optional.of(now) : cluster.store().at(token.resourceVersion());
        if (then.isEmpty()) {
            String renewed = new ContinueToken(-1, token.namespace(), token.name()).encode();
            return ApiErrors.expired(TOO_OLD_TOKEN, renewed);
        }
        PodTable table = then.get().table();
        int start = table.indexOf(token.namespace(), token.name() + "\0");
        return page(then.get(), filter, start, limit(request));
    }

    private static long limit(ApiRequest request) {
        String limit = request.parameter("limit");
        return limit.isEmpty() ? 0 : Long.parseLong(limit);
    }

    private static int start(PodFilter filter, PodTable table) {
        return filter.namespace() == null ? 0 : table.indexOf(filter.namespace(), "");
    }

    /** @param limit of items, 0 for no limit */
    private Answer page(Snapshot snapshot, PodFilter filter, int start, long limit) {
        PodTable table = snapshot.table();
        int end = filter.namespace() == null ? table.size() : table.endOf(filter.namespace());
        List<SimPod> items;
        int after;
        if (filter.whole()) {
            after = limit > 0 && limit < end - start ? start + (int) limit : Math.max(start, end);
            items = table.all().subList(start, after);
        } else {
            items = new ArrayList<>();
            after = start;
            while (after < end && (limit <= 0 || items.size() < limit)) {
                SimPod pod = table.get(after++);
                if (filter.matches(pod)) {
                    items.add(pod);
                }
            }
        }
        String metadata = metadata(snapshot, filter, after, end);
        Scene scene = cluster.scene();
        ListBody<SimPod> body = new ListBody<>(
                ListBody.head("PodList", "v1", metadata),
                items,
                (pod, out) -> json.write(pod, PodJson.Kind.ITEM, scene, out));
        if (items.size() <= SHORT) {
            return Answer.json(body.ready());
        }
        boolean everything = filter.whole() && limit <= 0;
        String key = snapshot.resourceVersion() + "/" + filter.namespace() + "/" + start;
        return Answer.json(everything ? wholeLists.of(key, body) : body);
    }

    private static String metadata(Snapshot snapshot, PodFilter filter, int after, int end) {
        String metadata = "\"resourceVersion\":\"" + snapshot.resourceVersion() + "\"";
        if (after >= end) {
            return metadata;
        }
        SimPod last = snapshot.table().get(after - 1);
        String token = new ContinueToken(snapshot.resourceVersion(), last.namespace(), last.name()).encode();
        String remaining = filter.whole() ? ",\"remainingItemCount\":" + (end - after) : "";
        return metadata + ",\"continue\":\"" + token + "\"" + remaining;
    }
}
