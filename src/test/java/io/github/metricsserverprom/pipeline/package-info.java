// SPDX-License-Identifier: MIT

/**
 * Tests of the shipped routes, as any Camel runtime runs them and without the host: requests go in over HTTP, a double of
 * the API server answers what the routes read. They also run against the versions of Camel K ({@code mvn -Pcamel-k}).
 */
package io.github.metricsserverprom.pipeline;
