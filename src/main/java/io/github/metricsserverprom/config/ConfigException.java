// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

/** The configuration cannot work. The message is for the operator: where, what was found, what was expected. */
public final class ConfigException extends Exception {

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
