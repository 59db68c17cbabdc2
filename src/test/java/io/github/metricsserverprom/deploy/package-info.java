// SPDX-License-Identifier: MIT
/** What is shipped under {@code src/deploy}, held to the code, to the policies of clusters and to each other. */
package io.github.metricsserverprom.deploy;
