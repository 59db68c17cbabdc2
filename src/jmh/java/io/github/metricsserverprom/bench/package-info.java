// SPDX-License-Identifier: MIT
/** Input of the benchmarks of the inner loops, {@code mvn -Pjmh verify}. */
package io.github.metricsserverprom.bench;
