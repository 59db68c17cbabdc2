// SPDX-License-Identifier: MIT

/**
 * metrics-server-prom: Kubernetes' metrics API as Prometheus text.
 *
 * <p>Two halves with a wall between them. The <em>pipeline</em> ({@code quantity}, {@code model}, {@code exposition},
 * {@code catalogue}, {@code metricsapi}, {@code podfacts}, {@code join}, {@code render}, {@code reshape}) runs in any
 * Camel runtime and is put together by the YAML routes. The <em>host</em> ({@code config}, {@code kubernetes},
 * {@code demo}, {@code host}) makes a program of it: settings, clients, HTTP servers, reload. The pipeline never
 * depends on the host.
 */
package io.github.metricsserverprom;
