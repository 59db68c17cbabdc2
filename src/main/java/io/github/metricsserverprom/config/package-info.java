// SPDX-License-Identifier: MIT

/**
 * The settings of the program: the one table of keys, and reading them from defaults, file, environment and system
 * properties with errors that name key, file and line.
 */
package io.github.metricsserverprom.config;
