// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a demo cluster is made. {@link #defaults()} is the small cluster with every kind of pod; {@link #change()} starts
 * from there.
 *
 * @param nodes number of nodes, 1 to 10,000
 * @param podsPerNode average number of pods on a node, 1 to 240; all pods together are {@code nodes * podsPerNode}
 * @param seed of everything random: the same seed gives the same cluster
 * @param resolution time between two samples of the metrics API, whole seconds, at least 1 s
 * @param churnPerMinute how many pods are replaced per minute without being asked, 0 for none
 * @param host address to listen on
 * @param port to listen on, 0 for any free one
 * @param realisticPods whether pod objects have the size of real ones (8 to 9 KB) or are lean (about 3 KB)
 * @param watchHistory how many pod changes can be watched or listed in retrospect before they are too old (410)
 * @param bookmarkInterval time between two bookmarks of a watch
 * @param tokens bearer tokens that are accepted; empty: no token is asked for
 * @param tls key and certificate; empty: plain HTTP
 */
public record DemoOptions(
        int nodes,
        int podsPerNode,
        long seed,
        Duration resolution,
        int churnPerMinute,
        String host,
        int port,
        boolean realisticPods,
        int watchHistory,
        Duration bookmarkInterval,
        Set<String> tokens,
        Optional<DemoTls> tls) {

    /** @throws IllegalArgumentException naming the option, what was given and what is allowed */
    public DemoOptions {
        requireRange("nodes", nodes, 1, 10_000);
        requireRange("podsPerNode", podsPerNode, 1, 240);
        requireRange("churnPerMinute", churnPerMinute, 0, 1_000_000);
        requireRange("port", port, 0, 65_535);
        requireRange("watchHistory", watchHistory, 1, 10_000_000);
        Objects.requireNonNull(tls, "tls");
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("Option host is empty; expected an address such as 127.0.0.1");
        }
        if (resolution.toSeconds() < 1 || resolution.toNanosPart() != 0 || resolution.toSeconds() > 3_600) {
            throw new IllegalArgumentException(
                    "Option resolution is " + resolution + "; expected whole seconds from PT1S to PT1H");
        }
        if (bookmarkInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Option bookmarkInterval is " + bookmarkInterval + "; expected at least PT0.001S");
        }
        tokens = Set.copyOf(tokens);
    }

    /** 3 nodes with 39 pods on any free port of 127.0.0.1, a sample every 15 seconds, no churn, no access control. */
    public static DemoOptions defaults() {
        return new Change().done();
    }

    /** Starts from {@link #defaults()}. */
    public static Change change() {
        return new Change();
    }

    private static void requireRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Option " + option + " is " + value + "; expected a number from " + least + " to " + most);
        }
    }

    /** Collects options that differ from the defaults. Not thread-safe. */
    public static final class Change {
        private int nodes = 3;
        private int podsPerNode = 13;
        private long seed = 1;
        private Duration resolution = Duration.ofSeconds(15);
        private int churnPerMinute;
        private String host = "127.0.0.1";
        private int port;
        private boolean realisticPods = true;
        private int watchHistory = 20_000;
        private Duration bookmarkInterval = Duration.ofMinutes(1);
        private Set<String> tokens = Set.of();
        private DemoTls tls;

        private Change() {}

        public Change nodes(int number) {
            nodes = number;
            return this;
        }

        public Change podsPerNode(int number) {
            podsPerNode = number;
            return this;
        }

        public Change seed(long number) {
            seed = number;
            return this;
        }

        public Change resolution(Duration time) {
            resolution = time;
            return this;
        }

        public Change churnPerMinute(int number) {
            churnPerMinute = number;
            return this;
        }

        public Change host(String address) {
            host = address;
            return this;
        }

        public Change port(int number) {
            port = number;
            return this;
        }

        public Change realisticPods(boolean realistic) {
            realisticPods = realistic;
            return this;
        }

        public Change watchHistory(int number) {
            watchHistory = number;
            return this;
        }

        public Change bookmarkInterval(Duration time) {
            bookmarkInterval = time;
            return this;
        }

        public Change tokens(String... accepted) {
            tokens = Set.of(accepted);
            return this;
        }

        public Change tls(DemoTls keyAndCertificate) {
            tls = keyAndCertificate;
            return this;
        }

        /** @throws IllegalArgumentException naming the option that is out of range */
        public DemoOptions done() {
            return new DemoOptions(
                    nodes,
                    podsPerNode,
                    seed,
                    resolution,
                    churnPerMinute,
                    host,
                    port,
                    realisticPods,
                    watchHistory,
                    bookmarkInterval,
                    tokens,
                    Optional.ofNullable(tls));
        }
    }
}
