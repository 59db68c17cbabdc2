// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.Settings;

/**
 * What a generation is built from.
 *
 * @param files    the files
 * @param yaml     the routes among them, with lines
 * @param settings the settings in force with them
 */
record Sources(RouteFiles files, YamlFiles yaml, Settings settings) {

    static Sources of(RouteFiles files, Settings settings) {
        return new Sources(files, YamlFiles.of(files), settings);
    }
}
