// SPDX-License-Identifier: MIT
/**
 * Who may talk to the program's two HTTP servers, and how: TLS, passwords and response headers from a web configuration
 * file in the format of Prometheus' exporter-toolkit (docs/web-configuration.md of prometheus/exporter-toolkit), and
 * bearer tokens that the cluster vouches for.
 */
package io.github.metricsserverprom.web;
