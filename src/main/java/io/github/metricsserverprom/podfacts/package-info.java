// SPDX-License-Identifier: MIT

/** Facts about pods from the pods API: reading them, and remembering them for the moments when a read fails. */
package io.github.metricsserverprom.podfacts;
