// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.Effect;
import io.github.metricsserverprom.config.Settings;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of settings that were changed while the program runs and take effect only when it is started again. */
final class RestartNotice {

    private static final Logger LOG = LoggerFactory.getLogger(RestartNotice.class);

    private final Settings atStart;
    private final ReloadState state;

    RestartNotice(Settings atStart, ReloadState state) {
        this.atStart = atStart;
        this.state = state;
    }

    /** Compares settings that became live with those that the program was started with. */
    void compare(Settings now) {
        List<String> changes = now.changedFrom(atStart).stream()
                .filter(setting -> setting.effect() == Effect.RESTART)
                .map(setting -> now.place(setting.key()) + setting.key() + " is now '" + now.get(setting)
                        + "', the program runs with '" + atStart.get(setting) + "'; restart it")
                .toList();
        if (!changes.equals(state.restartNeeded())) {
            changes.forEach(change -> LOG.warn("A change waits for a restart: {}", change));
            state.restartNeeded(changes);
        }
    }
}
