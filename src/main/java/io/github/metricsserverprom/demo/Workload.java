// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.List;

/** A Deployment's ReplicaSet, StatefulSet, DaemonSet, Job or a lone pod: what its pods have in common. */
final class Workload {
    private static final List<String> CPU_LIMITS = List.of("500m", "1", "2");
    private static final List<String> MEMORY_LIMITS = List.of("256Mi", "512Mi", "1Gi");
    private static final List<String> CPU_REQUESTS = List.of("25m", "50m", "100m", "250m");
    private static final List<String> MEMORY_REQUESTS = List.of("32Mi", "64Mi", "128Mi", "256Mi");
    private static final List<String> LOG_LEVELS = List.of("debug", "info", "warn");

    private final String namespace;
    private final String app;
    private final WorkloadKind kind;
    private final int traits;
    private final long seed;
    private final String hash;
    private final String ownerName;

    /**
     * @param nameEnd appended to the application to name the Job or the lone pod; may be empty
     * @param traits mask of {@link PodTrait}s of a pod that has come up
     */
    Workload(String namespace, String app, String nameEnd, WorkloadKind kind, int traits, long seed) {
        this.namespace = namespace;
        this.app = app;
        this.kind = kind;
        this.traits = traits;
        this.seed = seed;
        this.hash = Dice.letters(Dice.roll(seed, 1), kind == WorkloadKind.DAEMON_SET ? 9 : 10);
        this.ownerName = kind == WorkloadKind.REPLICA_SET ? app + "-" + hash : app + nameEnd;
    }

    String namespace() {
        return namespace;
    }

    String app() {
        return app;
    }

    WorkloadKind kind() {
        return kind;
    }

    int traits() {
        return traits;
    }

    long seed() {
        return seed;
    }

    /** The hash of the pod template, or of the controller revision. */
    String hash() {
        return hash;
    }

    String ownerName() {
        return ownerName;
    }

    /** The label {@code team}: the first word of the namespace. */
    String team() {
        int hyphen = namespace.indexOf('-');
        return hyphen < 0 ? namespace : namespace.substring(0, hyphen);
    }

    /** The name of a pod: generated for those that a controller names at random. */
    String podName(long podSeed, int ordinal) {
        return switch (kind) {
            case BARE -> ownerName;
            case STATEFUL_SET -> app + "-" + ordinal;
            default -> ownerName + "-" + Dice.letters(Dice.roll(podSeed, 2), 5);
        };
    }

    String chart() {
        return "4." + pick(3, 8) + "." + pick(4, 2);
    }

    String tag(long salt) {
        return "v1." + pick(10 + salt, 40) + "." + pick(20 + salt, 20);
    }

    String logLevel(long salt) {
        return LOG_LEVELS.get(pick(30 + salt, LOG_LEVELS.size()));
    }

    String cpuLimit(long salt) {
        return CPU_LIMITS.get(pick(40 + salt, CPU_LIMITS.size()));
    }

    String memoryLimit(long salt) {
        return MEMORY_LIMITS.get(pick(50 + salt, MEMORY_LIMITS.size()));
    }

    String cpuRequest(long salt) {
        return CPU_REQUESTS.get(pick(60 + salt, CPU_REQUESTS.size()));
    }

    String memoryRequest(long salt) {
        return MEMORY_REQUESTS.get(pick(70 + salt, MEMORY_REQUESTS.size()));
    }

    private int pick(long salt, int bound) {
        return Dice.below(Dice.roll(seed, salt), bound);
    }
}
