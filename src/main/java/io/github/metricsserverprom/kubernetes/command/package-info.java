// SPDX-License-Identifier: MIT

/** Commands that give credentials. */
package io.github.metricsserverprom.kubernetes.command;
