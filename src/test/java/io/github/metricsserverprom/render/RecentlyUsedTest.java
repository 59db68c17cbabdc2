// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

    @Test
    void whatWasNotUsedForLongestMakesRoom() {
        RecentlyUsed<String, String> things = new RecentlyUsed<>(2);
        List<String> made = new ArrayList<>();

        for (String key : "a b a c a b".split(" ")) {
            assertThat(things.of(key, k -> {
                        made.add(k);
                        return "thing " + k;
                    }))
                    .isEqualTo("thing " + key);
        }

        assertThat(made).containsExactly("a", "b", "c", "b");
    }
}
