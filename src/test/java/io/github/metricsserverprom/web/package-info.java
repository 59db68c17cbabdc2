// SPDX-License-Identifier: MIT
/** Tests of the access to the HTTP servers. */
package io.github.metricsserverprom.web;
