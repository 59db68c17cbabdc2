// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import static io.github.metricsserverprom.demo.PodTrait.CRASHING;
import static io.github.metricsserverprom.demo.PodTrait.DUAL_STACK;
import static io.github.metricsserverprom.demo.PodTrait.FAILED;
import static io.github.metricsserverprom.demo.PodTrait.HOST_NETWORK;
import static io.github.metricsserverprom.demo.PodTrait.INIT;
import static io.github.metricsserverprom.demo.PodTrait.NO_STATS;
import static io.github.metricsserverprom.demo.PodTrait.PROXY;
import static io.github.metricsserverprom.demo.PodTrait.RESTARTED;
import static io.github.metricsserverprom.demo.PodTrait.SIDECAR;
import static io.github.metricsserverprom.demo.PodTrait.SUCCEEDED;
import static io.github.metricsserverprom.demo.PodTrait.UNSCHEDULED;
import static io.github.metricsserverprom.demo.WorkloadKind.BARE;
import static io.github.metricsserverprom.demo.WorkloadKind.DAEMON_SET;
import static io.github.metricsserverprom.demo.WorkloadKind.JOB;
import static io.github.metricsserverprom.demo.WorkloadKind.REPLICA_SET;
import static io.github.metricsserverprom.demo.WorkloadKind.STATEFUL_SET;

import java.util.ArrayList;
import java.util.List;

/**
 * The pods a cluster begins with: three DaemonSets, a cast of 30 pods with every peculiarity that the recorded cluster
 * has, then Deployments and StatefulSets of two containers until every node has its number.
 */
final class Population {
    /** Applications of the Deployments that fill large clusters. */
    private static final List<String> APPS = List.of(
            "search-indexer",
            "session-store",
            "user-profile",
            "order-history",
            "inventory",
            "pricing-engine",
            "frontend-web",
            "mail-sender",
            "audit-log",
            "image-resizer",
            "fraud-check",
            "ledger");

    private static final int PODS_PER_TENANT = 500;
    private static final int LONGEST_NAME = 253;
    private static final int SECONDS_OF_40_DAYS = 40 * 86_400;

    private final DemoOptions options;
    private final List<SimNode> nodes;
    private final AddressPool addresses;
    private final long began;
    private final List<SimPod> pods = new ArrayList<>();
    private int scheduled;

    private Population(DemoOptions options, List<SimNode> nodes, AddressPool addresses, long began) {
        this.options = options;
        this.nodes = nodes;
        this.addresses = addresses;
        this.began = began;
    }

    /** @param began when the cluster is started, seconds since 1970: the pods are up to 40 days older */
    static List<SimPod> create(DemoOptions options, List<SimNode> nodes, AddressPool addresses, long began) {
        Population population = new Population(options, nodes, addresses, began);
        population.addDaemons();
        population.addCast();
        population.fill();
        return population.pods;
    }

    private int wanted() {
        return nodes.size() * options.podsPerNode();
    }

    private void addDaemons() {
        addDaemon("kube-system", "kube-proxy", PodTrait.mask(PROXY, HOST_NETWORK));
        addDaemon("kube-system", "cni-agent", PodTrait.mask(PROXY));
        addDaemon("monitoring", "node-exporter", PodTrait.mask(PROXY, HOST_NETWORK));
    }

    private void addDaemon(String namespace, String app, int traits) {
        Workload workload = workload(namespace, app, "", DAEMON_SET, traits);
        for (SimNode node : nodes) {
            if (pods.size() < wanted()) {
                addOn(node, workload, 0);
            }
        }
    }

    /** The peculiar pods of the recorded cluster. A cluster too small for all of them has the first ones. */
    private void addCast() {
        int proxy = PodTrait.mask(PROXY);
        for (String namespace : List.of("shop-prod", "shop-staging", "team-a")) {
            add(namespace, "postgres", STATEFUL_SET, proxy);
            add(namespace, "gpu-training", REPLICA_SET, PodTrait.mask(UNSCHEDULED));
        }
        add("team-a", "checkout-api", REPLICA_SET, PodTrait.mask(PROXY, INIT, SIDECAR, RESTARTED));
        add("team-b", "checkout-api", REPLICA_SET, PodTrait.mask(PROXY, CRASHING));
        for (int day = 0; day < 3; day++) {
            add(1, workload("team-a", "db-backup", "-2940000" + day, JOB, PodTrait.mask(SUCCEEDED)));
        }
        add("team-b", "migrate-schema", JOB, PodTrait.mask(FAILED));
        add("default", "toolbox", BARE, 0);
        String end = "-" + Dice.letters(Dice.roll(options.seed(), 7), 52);
        String longName = "-" + "x".repeat(LONGEST_NAME - "long-".length() - end.length()) + end;
        add(1, workload("default", "long", longName, BARE, 0));
        add("shop-prod", "checkout-api", REPLICA_SET, proxy);
        add("shop-staging", "checkout-api", REPLICA_SET, PodTrait.mask(PROXY, INIT));
        add("shop-prod", "catalog", REPLICA_SET, PodTrait.mask(PROXY, DUAL_STACK));
        add("shop-staging", "catalog", REPLICA_SET, PodTrait.mask(PROXY, NO_STATS));
        add("team-a", "catalog", REPLICA_SET, PodTrait.mask(PROXY, RESTARTED));
        add("team-b", "catalog", REPLICA_SET, proxy);
        for (String namespace : List.of("shop-prod", "shop-staging", "team-a", "team-b")) {
            add(namespace, "payment-gateway", REPLICA_SET, proxy);
            add(namespace, "cart", REPLICA_SET, proxy);
        }
        add("shop-prod", "recommendation", REPLICA_SET, proxy);
        add("shop-staging", "recommendation", REPLICA_SET, proxy);
    }

    private void fill() {
        int tenants = 4 + (wanted() - pods.size()) / PODS_PER_TENANT;
        int round = 0;
        while (pods.size() < wanted()) {
            String generation = round < APPS.size() ? "" : "-v" + (1 + round / APPS.size());
            String app = APPS.get(round % APPS.size()) + generation;
            for (int tenant = 0; tenant < tenants; tenant++) {
                String namespace = "tenant-%03d".formatted(tenant);
                boolean stateful = round % APPS.size() == 1;
                String name = stateful ? "postgres" + generation : app;
                int replicas = stateful ? 3 : 2 + Dice.below(Dice.roll(options.seed(), pods.size()), 60);
                WorkloadKind kind = stateful ? STATEFUL_SET : REPLICA_SET;
                add(replicas, workload(namespace, name, "", kind, PodTrait.mask(PROXY)));
            }
            round++;
        }
    }

    private Workload workload(String namespace, String app, String nameEnd, WorkloadKind kind, int traits) {
        long seed = Dice.roll(options.seed(), pods.size());
        return new Workload(namespace, app, nameEnd, kind, traits, seed);
    }

    private void add(String namespace, String app, WorkloadKind kind, int traits) {
        add(1, workload(namespace, app, "", kind, traits));
    }

    private void add(int replicas, Workload workload) {
        for (int ordinal = 0; ordinal < replicas && pods.size() < wanted(); ordinal++) {
            boolean waits = (workload.traits() & UNSCHEDULED.bit()) != 0;
            addOn(waits ? null : nodes.get(scheduled++ % nodes.size()), workload, ordinal);
        }
    }

    private void addOn(SimNode node, Workload workload, int ordinal) {
        long seed = Dice.roll(workload.seed(), 1_000_000 + pods.size());
        int ip = 0;
        if (node != null) {
            ip = (workload.traits() & HOST_NETWORK.bit()) != 0 ? node.ip() : addresses.take(node);
        }
        long created = began - 600 - Dice.below(Dice.roll(seed, 10), SECONDS_OF_40_DAYS);
        String name = workload.podName(seed, ordinal);
        pods.add(new SimPod(workload, node, name, seed, ordinal, ip, workload.traits(), created, 0, 0));
    }
}
