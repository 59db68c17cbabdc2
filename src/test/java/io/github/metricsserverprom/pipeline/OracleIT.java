// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page of the recorded cluster against one made of other people's parts. A strict parser reads both; families, label
 * sets and values must be the same.
 */
class OracleIT {

    @ParameterizedTest
    @EnumSource
    void thePageSaysWhatFabric8AndClientJavaSay(ExpositionFormat format) throws Exception {
        try (ApiServer api = ApiServer.recorded();
                Pipeline pipeline = Pipeline.reading(api).start()) {
            ClientJavaPage theirs = new ClientJavaPage("");
            theirs.nodes(read("nodemetrics.json"));
            theirs.pods(read("podmetrics.json"), read("podlist.json"));

            Reply reply = pipeline.get("/metrics", "Accept", format.contentType());

            assertThat(ClientJavaPage.comparable(reply.page()))
                    .isEqualTo(ClientJavaPage.comparable(theirs.page(format)));
        }
    }

    private static String read(String file) throws Exception {
        return Files.readString(Answer.RECORDED.resolve(file));
    }
}
