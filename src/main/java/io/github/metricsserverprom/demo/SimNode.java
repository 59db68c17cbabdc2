// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/** A node. The third node and every fortieth after it runs Windows, the others Linux. Immutable. */
final class SimNode {
    static final String REGION = "eu-central-1";
    private static final int FIRST_IP = (10 << 24) | (20 << 16) | 10;
    private static final int FIRST_POD_CIDR = (10 << 24) | (64 << 16);

    private final int index;
    private final long seed;
    private final String name;

    /**
     * @param index from 0
     * @param seed of everything random about it
     */
    SimNode(int index, long seed) {
        this.index = index;
        this.seed = seed;
        this.name = name(index);
    }

    int index() {
        return index;
    }

    long seed() {
        return seed;
    }

    String name() {
        return name;
    }

    boolean windows() {
        return windows(index);
    }

    private static boolean windows(int index) {
        return index % 40 == 2;
    }

    int ip() {
        return FIRST_IP + index;
    }

    /** The address of the /24 network that pods of this node get their addresses from. */
    int podCidr() {
        return FIRST_POD_CIDR + (index << 8);
    }

    private static String name(int index) {
        if (windows(index)) {
            return index < 10 ? "win-pool-0" + index : "win-pool-" + index;
        }
        String address = new ByteSink(15).address(FIRST_IP + index).toString();
        return "ip-" + address.replace('.', '-') + "." + REGION + ".compute.internal";
    }

    String os() {
        return windows() ? "windows" : "linux";
    }

    String pool() {
        return windows() ? "windows" : "general";
    }

    String zone() {
        return REGION + (char) ('a' + index % 3);
    }

    /** Nanocores that all its pods together should not use up. */
    long cpuCapacity() {
        return windows() ? 3_920_000_000L : 7_910_000_000L;
    }

    /** Bytes that all its pods together should not use up. */
    long memoryCapacity() {
        return windows() ? 15_000L << 20 : 31_637_620L << 10;
    }

    /** The value of a label of the Node, or null. */
    String label(String key) {
        return switch (key) {
            case "beta.kubernetes.io/arch", "kubernetes.io/arch" -> "amd64";
            case "beta.kubernetes.io/os", "kubernetes.io/os" -> os();
            case "kubernetes.io/hostname" -> name();
            case "node-pool" -> pool();
            case "node.kubernetes.io/instance-type" -> "m6i.2xlarge";
            case "node.kubernetes.io/windows-build" -> windows() ? "10.0.20348" : null;
            case "topology.kubernetes.io/region" -> REGION;
            case "topology.kubernetes.io/zone" -> zone();
            default -> null;
        };
    }
}
