// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StrayElementsTest {

    @Test
    void noElementOfTheSchemaIsAStray() {
        String all = DslSchema.load().fields(List.of("[0]")).stream()
                .map(name -> "- " + name + ": {}\n")
                .collect(Collectors.joining());

        assertThat(all).contains("- route: {}\n");
        assertThat(StrayElements.findings(YamlFile.parse("all.camel.yaml", all)))
                .isEmpty();
    }

    @Test
    void aStepAndAMisspeltElementAreStrays() {
        YamlFile file = YamlFile.parse("a.camel.yaml", "- log: hello\n- rout: {}\n- route-configuration: {}\n");

        assertThat(StrayElements.findings(file))
                .containsExactly(
                        "a.camel.yaml:1: log is a step and belongs to no route here; write it, indented, below 'steps:'",
                        "a.camel.yaml:2: unknown element rout; did you mean route?");
    }
}
