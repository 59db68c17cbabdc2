// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * What containers use: numbers that follow from pod and tick alone and move smoothly from tick to tick. Immutable and
 * thread-safe.
 *
 * <p>Quantities are printed as metrics-server prints them (k8s.io/apimachinery/pkg/api/resource): nanocores in the
 * shortest exact form ({@code n}, {@code u}, {@code m} or none), bytes with the largest binary suffix that divides them.
 */
final class Usage {
    /** Ticks between two points that usage wanders between. */
    private static final int STRIDE = 16;

    private static final long PAGE = 4_096;
    private static final String[] BINARY_SUFFIXES = {"", "Ki", "Mi", "Gi"};
    private static final String[] DECIMAL_SUFFIXES = {"n", "u", "m", ""};

    private final double share;
    private final int resolutionSeconds;

    /**
     * @param podsPerNode how many pods share a node: usage of each is scaled so that a node is never full
     * @param resolutionSeconds length of a tick, at least 1
     */
    Usage(int podsPerNode, int resolutionSeconds) {
        this.share = 1.0 / Math.max(20, podsPerNode);
        this.resolutionSeconds = resolutionSeconds;
    }

    /** Nanocores of container number {@code container} of a pod. */
    long cpu(SimPod pod, int container, long tick) {
        long seed = Dice.roll(pod.seed(), 200 + container);
        long capacity = (long) (pod.node().cpuCapacity() * share * 0.6 * Dice.fraction(Dice.roll(seed, 1)));
        long nanos = (long) (capacity * level(Dice.roll(seed, 2), tick));
        return switch (Dice.below(Dice.roll(seed, tick), 64)) {
            case 0 -> 0;
            case 1, 2, 3 -> nanos / 1_000 * 1_000;
            case 4 -> nanos / 1_000_000 * 1_000_000;
            case 5 -> Dice.below(Dice.roll(seed, 3), 64) == 0 ? 1_000_000_000 : nanos;
            default -> nanos;
        };
    }

    /** Bytes of container number {@code container} of a pod: whole pages, as working sets are. */
    long memory(SimPod pod, int container, long tick) {
        long seed = Dice.roll(pod.seed(), 300 + container);
        double size = pod.node().memoryCapacity() * share * 0.6 * Dice.fraction(Dice.roll(seed, 1));
        long bytes = (long) (size * (0.75 + level(Dice.roll(seed, 2), tick) / 4));
        return Dice.below(seed, 24) == 0 ? Math.max(1, bytes >> 20) << 20 : Math.max(PAGE, bytes / PAGE * PAGE);
    }

    /** Writes the items of {@code containers}; their order changes from tick to tick, as it does in the real API. */
    void writeContainers(SimPod pod, long tick, ByteSink out) {
        boolean backwards = (Dice.roll(pod.seed(), tick) & 1) == 0;
        int written = 0;
        for (int i = 0; i < 3; i++) {
            int container = backwards ? 2 - i : i;
            String name = measuredContainer(pod, container);
            if (name != null) {
                out.ascii(written++ == 0 ? "{\"name\":\"" : ",{\"name\":\"").ascii(name);
                out.ascii("\",\"usage\":{\"cpu\":\"");
                writeCpu(cpu(pod, container, tick), out);
                out.ascii("\",\"memory\":\"");
                writeMemory(memory(pod, container, tick), out);
                out.ascii("\"}}");
            }
        }
    }

    /** Nanocores of all measured containers of a pod. */
    long cpu(SimPod pod, long tick) {
        long sum = 0;
        for (int container = 0; container < 3; container++) {
            sum += measuredContainer(pod, container) == null ? 0 : cpu(pod, container, tick);
        }
        return sum;
    }

    /** Bytes of all measured containers of a pod. */
    long memory(SimPod pod, long tick) {
        long sum = 0;
        for (int container = 0; container < 3; container++) {
            sum += measuredContainer(pod, container) == null ? 0 : memory(pod, container, tick);
        }
        return sum;
    }

    /** When the kubelet of a node took the sample that metrics-server fetched at {@code fetched}. */
    long sampledAt(SimNode node, long fetched) {
        return fetched - Dice.below(Dice.roll(node.seed(), 400), resolutionSeconds);
    }

    /** The window of a node's sample as metav1.Duration prints it: 10 or 20 seconds, now and then not a whole number. */
    String window(SimNode node, long tick) {
        int roll = Dice.below(Dice.roll(node.seed(), 500 + tick), 16);
        if (roll == 0) {
            return "14." + (100 + Dice.below(Dice.roll(node.seed(), tick), 899)) + "s";
        }
        return roll % 2 == 0 ? "10s" : "20s";
    }

    static void writeCpu(long nanocores, ByteSink out) {
        writeScaled(nanocores, 1_000, DECIMAL_SUFFIXES, out);
    }

    static void writeMemory(long bytes, ByteSink out) {
        writeScaled(bytes, 1_024, BINARY_SUFFIXES, out);
    }

    private static void writeScaled(long value, int step, String[] suffixes, ByteSink out) {
        if (value == 0) {
            out.ascii('0');
            return;
        }
        long rest = value;
        int suffix = 0;
        while (rest % step == 0 && suffix < suffixes.length - 1) {
            rest /= step;
            suffix++;
        }
        out.number(rest).ascii(suffixes[suffix]);
    }

    /** The name of a container that has metrics, or null. */
    private static String measuredContainer(SimPod pod, int container) {
        return switch (container) {
            case 0 -> pod.has(PodTrait.CRASHING) ? null : pod.workload().app();
            case 1 -> pod.has(PodTrait.PROXY) ? "istio-proxy" : null;
            default -> pod.has(PodTrait.SIDECAR) ? "vault-agent" : null;
        };
    }

    /** A level from 0 to 1 that eases from one random point to the next. */
    private static double level(long seed, long tick) {
        long shifted = tick + (seed & (STRIDE - 1));
        double along = (double) (shifted % STRIDE) / STRIDE;
        double eased = along * along * (3 - 2 * along);
        double from = Dice.fraction(Dice.roll(seed, shifted / STRIDE));
        double to = Dice.fraction(Dice.roll(seed, shifted / STRIDE + 1));
        return from + (to - from) * eased;
    }
}
