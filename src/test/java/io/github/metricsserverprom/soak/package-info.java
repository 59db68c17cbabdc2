// SPDX-License-Identifier: MIT
/** The soak run, outside of the tests: {@code mvn -Psoak verify -Dsoak.minutes=30}. */
package io.github.metricsserverprom.soak;
