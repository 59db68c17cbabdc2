// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import com.fasterxml.jackson.core.JsonParser;
import io.github.metricsserverprom.apiserver.ListDocument;
import io.github.metricsserverprom.apiserver.ListMeta;
import io.github.metricsserverprom.apiserver.UnexpectedDocumentException;
import io.github.metricsserverprom.model.PodFacts;
import io.github.metricsserverprom.model.PodKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Parses pages of a {@code PodList} (core/v1). One instance for all pages of one list; not thread-safe. */
final class PodListDocument {

    private final PodDocument document;
    private final Map<PodKey, PodFacts> facts = new HashMap<>();
    private String resourceVersion = "";

    PodListDocument(PodQuery query, SharedStrings shared) {
        this.document = new PodDocument(query, shared);
    }

    /**
     * Reads a page.
     *
     * @return the token of the next page; empty on the last page
     */
    String page(JsonParser parser) throws IOException {
        ListMeta meta = ListDocument.parse(parser, "PodList", this::pod);
        resourceVersion = meta.resourceVersion();
        return meta.next();
    }

    /** Forgets the pages read so far, to start over. */
    void restart() {
        facts.clear();
    }

    /** The facts of all pages. */
    Map<PodKey, PodFacts> facts() {
        return facts;
    }

    /** The state of the cluster that the list shows, from which a watch can go on. */
    String resourceVersion() {
        return resourceVersion;
    }

    private void pod(JsonParser parser) throws IOException {
        document.parse(parser);
        if (!document.isNamed()) {
            throw new UnexpectedDocumentException("item " + facts.size() + " of PodList has no name or namespace");
        }
        if (!document.isDenied()) {
            facts.put(document.key(), document.facts());
        }
    }
}
