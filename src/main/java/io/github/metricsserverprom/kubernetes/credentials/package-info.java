// SPDX-License-Identifier: MIT

/** What is shown to an API server to be let in, for every way a kubeconfig can say it. Everything here may block: never on an event loop. */
package io.github.metricsserverprom.kubernetes.credentials;
