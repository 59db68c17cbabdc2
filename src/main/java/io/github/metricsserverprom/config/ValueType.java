// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.util.regex.Pattern;

/** What the value of a setting must look like. */
public enum ValueType {
    TEXT("any text", ".*"),
    BOOLEAN("true or false", "true|false"),
    /** Camel's notation of times. */
    DURATION("a time such as 500ms, 10s or 1m", "[0-9]{1,9}(ms|s|m|h)"),
    POSITIVE_DURATION("a time of more than 0, such as 500ms, 10s or 1m", "0*[1-9][0-9]{0,8}(ms|s|m|h)"),
    COUNT("a whole number of 1 or more", "[1-9][0-9]{0,8}"),
    COUNT_OR_ZERO("a whole number of 0 or more", "0|[1-9][0-9]{0,8}"),
    LEVEL_1_TO_9("a number from 1 to 9", "[1-9]"),
    /** 0 lets the system choose, which tests use. */
    PORT("a port from 0 to 65535", "[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"),
    HOST("an address or host name", "[A-Za-z0-9.:_%-]+|\\[[0-9A-Fa-f:.%]+]"),
    POD_FACTS("watch, list or off", "watch|list|off"),
    FACTS("list or off", "list|off"),
    ORIGINAL_NAMES("original, cores or off", "original|cores|off"),
    LOG_LEVEL("error, warn, info, debug or trace", "error|warn|info|debug|trace"),
    LOG_FORMAT("text or json", "text|json"),
    SEED("a whole number", "-?[0-9]{1,18}");

    private final String expected;
    private final Pattern pattern;

    ValueType(String expected, String regex) {
        this.expected = expected;
        this.pattern = Pattern.compile(regex, Pattern.DOTALL);
    }

    /** What is expected, in words. */
    public String expected() {
        return expected;
    }

    /** Whether a value is of this type. */
    public boolean accepts(String value) {
        return pattern.matcher(value).matches();
    }
}
