// SPDX-License-Identifier: MIT
/** The benchmark, {@code mvn -Pbench verify}: measures, asserts nothing, and is no part of the tests. */
package io.github.metricsserverprom.bench;
