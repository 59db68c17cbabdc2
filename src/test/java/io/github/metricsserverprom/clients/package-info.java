// SPDX-License-Identifier: MIT
/** How the packaged program treats its clients: the good, the slow, the many and the hostile. */
package io.github.metricsserverprom.clients;
