// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import java.util.function.Consumer;
import java.util.function.Function;
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
    COLLECTORS("some of node_metrics, pod_metrics, pods, nodes", CollectorNames::check),
    NAMESPACES("names of namespaces, separated by commas", Namespaces::of),
    NAMESPACE_PATTERNS("names of namespaces, separated by commas, * for any characters", NamespaceDenylist::of),
    LABEL_SELECTOR("a label selector such as app=web,tier in (a,b)", LabelSelector::parse),
    ORIGINAL_NAMES("original, cores or off", "original|cores|off"),
    AUTH("none or kubernetes", "none|kubernetes"),
    LOG_LEVEL("error, warn, info, debug or trace", "error|warn|info|debug|trace"),
    LOG_FORMAT("text or json", "text|json"),
    SEED("a whole number", "-?[0-9]{1,18}");

    private final String expected;
    private final Function<String, String> check;

    ValueType(String expected, String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        this.expected = expected;
        this.check = value -> pattern.matcher(value).matches() ? "" : ", expected " + expected;
    }

    /** A type whose values are parsed; what is thrown says which part is wrong and what was expected. */
    ValueType(String expected, Consumer<String> parser) {
        this.expected = expected;
        this.check = value -> {
            try {
                parser.accept(value);
                return "";
            } catch (IllegalArgumentException e) {
                return ": " + e.getMessage();
            }
        };
    }

    /** What is expected, in words. */
    public String expected() {
        return expected;
    }

    /** What is wrong with a value, to stand behind it in a message; empty when it is of this type. */
    public String mistake(String value) {
        return check.apply(value);
    }
}
