// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import java.util.Locale;
import java.util.Optional;

/** Every setting of the program, in the order of {@code application.properties}. The documentation is held to this table. */
public enum Setting {
    KUBECONFIG("exporter.kubeconfig", ValueType.TEXT, Effect.CLIENT, "KUBECONFIG"),
    CONTEXT("exporter.context", ValueType.TEXT, Effect.CLIENT, "KUBE_CONTEXT"),
    CONTEXTS("exporter.contexts", ValueType.TEXT, Effect.CLIENT),
    NATIVE_EKS("exporter.native-eks", ValueType.BOOLEAN, Effect.CLIENT),
    TIMEOUT("exporter.timeout", ValueType.DURATION, Effect.RELOAD),
    TIMEOUT_MARGIN("exporter.timeout-margin", ValueType.DURATION, Effect.RELOAD),
    MIN_INTERVAL("exporter.min-interval", ValueType.DURATION, Effect.RELOAD),
    MAX_CONCURRENT_SCRAPES("exporter.max-concurrent-scrapes", ValueType.COUNT, Effect.RESTART),
    PODS("exporter.pods", ValueType.POD_FACTS, Effect.RELOAD),
    PAGE_SIZE("exporter.page-size", ValueType.COUNT_OR_ZERO, Effect.RELOAD),
    WATCH_SILENCE("exporter.watch-silence", ValueType.POSITIVE_DURATION, Effect.CLIENT),
    WATCH_GRACE("exporter.watch-grace", ValueType.DURATION, Effect.CLIENT),
    NODES("exporter.nodes", ValueType.FACTS, Effect.RELOAD),
    COLLECTORS("exporter.collectors", ValueType.COLLECTORS, Effect.RELOAD),
    NAMESPACES("exporter.namespaces", ValueType.NAMESPACES, Effect.RELOAD),
    NAMESPACES_DENYLIST("exporter.namespaces-denylist", ValueType.NAMESPACE_PATTERNS, Effect.RELOAD),
    LABEL_SELECTOR("exporter.label-selector", ValueType.LABEL_SELECTOR, Effect.RELOAD),
    ORIGINAL_NAMES("exporter.original-names", ValueType.ORIGINAL_NAMES, Effect.RELOAD),
    METRICS_DENYLIST("exporter.metrics-denylist", ValueType.TEXT, Effect.RELOAD),
    POD_LABELS("exporter.pod-labels", ValueType.TEXT, Effect.RELOAD),
    NODE_LABELS("exporter.node-labels", ValueType.TEXT, Effect.RELOAD),
    CONTAINER_RESOURCES("exporter.container-resources", ValueType.BOOLEAN, Effect.RELOAD),
    GZIP_LEVEL("exporter.gzip-level", ValueType.LEVEL_1_TO_9, Effect.RELOAD),
    SERVER_HOST("camel.server.host", ValueType.HOST, Effect.RESTART),
    SERVER_PORT("camel.server.port", ValueType.PORT, Effect.RESTART),
    MANAGEMENT_HOST("camel.management.host", ValueType.HOST, Effect.RESTART),
    MANAGEMENT_PORT("camel.management.port", ValueType.PORT, Effect.RESTART),
    WEB_CONFIG_FILE("exporter.web-config-file", ValueType.TEXT, Effect.RESTART),
    AUTH("exporter.auth", ValueType.AUTH, Effect.RELOAD),
    AUTH_AUDIENCES("exporter.auth-audiences", ValueType.TEXT, Effect.RELOAD),
    MAX_CONNECTIONS("exporter.max-connections", ValueType.COUNT, Effect.RESTART),
    MAX_REQUEST_HEAD("exporter.max-request-head", ValueType.COUNT, Effect.RESTART),
    IDLE_TIMEOUT("exporter.idle-timeout", ValueType.POSITIVE_DURATION, Effect.RESTART),
    STOP_DELAY("exporter.stop-delay", ValueType.DURATION, Effect.RELOAD),
    STOP_GRACE("exporter.stop-grace", ValueType.DURATION, Effect.RELOAD),
    LOG_LEVEL("exporter.log-level", ValueType.LOG_LEVEL, Effect.RESTART),
    LOG_FORMAT("exporter.log-format", ValueType.LOG_FORMAT, Effect.RESTART),
    DEMO_NODES("demo.nodes", ValueType.COUNT, Effect.RESTART),
    DEMO_PODS_PER_NODE("demo.pods-per-node", ValueType.COUNT, Effect.RESTART),
    DEMO_SEED("demo.seed", ValueType.SEED, Effect.RESTART);

    private final String key;
    private final ValueType type;
    private final Effect effect;
    private final String customaryEnvironment;

    Setting(String key, ValueType type, Effect effect) {
        this(key, type, effect, null);
    }

    Setting(String key, ValueType type, Effect effect, String customaryEnvironment) {
        this.key = key;
        this.type = type;
        this.effect = effect;
        this.customaryEnvironment = customaryEnvironment;
    }

    public String key() {
        return key;
    }

    public ValueType type() {
        return type;
    }

    public Effect effect() {
        return effect;
    }

    /** The environment variable of the key, by the rule that holds for every key. */
    public String environment() {
        return environment(key);
    }

    /** A second environment variable that people know from elsewhere; it yields to {@link #environment()}. */
    public Optional<String> customaryEnvironment() {
        return Optional.ofNullable(customaryEnvironment);
    }

    /** The setting of a key, if it is one. */
    public static Optional<Setting> ofKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** The environment variable of any key: upper case, everything but letters and digits an underscore. */
    static String environment(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
