// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimiter limiter = new RateLimiter(new RateLimit(100, 3), now::get);

    @Test
    void aBurstIsAllowedThenOneForEachInterval() {
        assertThat(limiter.allow()).isTrue();
        assertThat(limiter.allow()).isTrue();
        assertThat(limiter.allow()).isTrue();
        assertThat(limiter.allow()).isFalse();
        now.addAndGet(99);
        assertThat(limiter.allow()).isFalse();
        now.addAndGet(1);
        assertThat(limiter.allow()).isTrue();
        assertThat(limiter.allow()).isFalse();
    }

    @Test
    void restSavesNoMoreThanABurst() {
        now.addAndGet(1_000_000);
        int allowed = 0;
        while (limiter.allow()) {
            allowed++;
        }
        assertThat(allowed).isEqualTo(3);
    }
}
