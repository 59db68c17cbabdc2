// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The page of any lists that an API server may answer against one made of other people's parts: families, label sets and
 * values must be the same. The lists go the whole way, over HTTP and through the shipped routes.
 */
class RandomListsIT {

    private static ApiServer api;
    private static Pipeline pipeline;
    private static int tries;

    @BeforeContainer
    static void start() throws Exception {
        api = ApiServer.empty();
        pipeline = Pipeline.reading(api).with("exporter.pod-labels", "app").start();
    }

    @AfterContainer
    static void stop() {
        pipeline.close();
        api.close();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void thePageSaysWhatFabric8AndClientJavaSay(@ForAll long seed, @ForAll ExpositionFormat format) throws Exception {
        RandomLists lists = new RandomLists(seed, "list-" + tries++ + "-");
        api.answer(ApiServer.NODE_METRICS, Answer.json(lists.nodeMetrics()))
                .answer(ApiServer.POD_METRICS, Answer.json(lists.podMetrics()))
                .answer(ApiServer.PODS, Answer.json(lists.podList()));
        ClientJavaPage theirs = new ClientJavaPage("app");
        theirs.nodes(lists.nodeMetrics());
        theirs.pods(lists.podMetrics(), lists.podList());

        Reply reply = pipeline.get("/metrics", "Accept", format.contentType());

        assertThat(ClientJavaPage.comparable(reply.page())).isEqualTo(ClientJavaPage.comparable(theirs.page(format)));
    }
}
