// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The state of the cluster: nodes, pods and what happens to them, and the samples of the metrics API. Thread-safe. */
final class ClusterState {
    private static final List<String> OTHER_NAMESPACES =
            List.of("default", "kube-node-lease", "kube-public", "kube-system", "monitoring");
    private static final long FIRST_POD_VERSION = 20_000;

    private final DemoOptions options;
    private final InstantSource clock;
    private final long began;
    private final List<SimNode> nodes;
    private final List<String> namespaces;
    private final AddressPool addresses = new AddressPool();
    private final PodStore store;
    private final Usage usage;
    private long born;
    private long ticksByHand;
    private Sample sample;

    /**
     * A sample of the metrics API.
     *
     * @param tick its number
     * @param sampled when it was taken, seconds since 1970
     * @param version the resource version at that time: pods created later have no metrics yet
     * @param lost names of nodes that could not be asked
     */
    record Sample(long tick, long sampled, long version, Set<String> lost) {}

    ClusterState(DemoOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.began = seconds();
        this.nodes = IntStream.range(0, options.nodes())
                .mapToObj(index -> new SimNode(index, Dice.roll(options.seed(), -1L - index)))
                .sorted(Comparator.comparing(SimNode::name))
                .toList();
        this.usage = new Usage(options.podsPerNode(), (int) options.resolution().toSeconds());
        List<SimPod> pods = new ArrayList<>();
        for (SimPod pod : Population.create(options, nodes, addresses, began)) {
            pods.add(pod.withResourceVersion(FIRST_POD_VERSION + pods.size()));
        }
        this.born = pods.size();
        TreeSet<String> names = new TreeSet<>(OTHER_NAMESPACES);
        pods.forEach(pod -> names.add(pod.namespace()));
        this.namespaces = List.copyOf(names);
        long version = FIRST_POD_VERSION + pods.size();
        this.store = new PodStore(new PodTable(pods), version, options.watchHistory());
        this.sample = new Sample(0, began, version, Set.of());
    }

    List<SimNode> nodes() {
        return nodes;
    }

    List<String> namespaces() {
        return namespaces;
    }

    PodStore store() {
        return store;
    }

    Usage usage() {
        return usage;
    }

    /** The newest sample; taken now if a tick is due. */
    synchronized Sample sample() {
        long due = (seconds() - began) / options.resolution().toSeconds() + ticksByHand;
        if (due != sample.tick()) {
            sample = new Sample(due, seconds(), store.now().resourceVersion(), sample.lost());
        }
        return sample;
    }

    /** Takes a new sample without waiting for the time. */
    synchronized void tick() {
        ticksByHand++;
        sample();
    }

    /** Leaves nodes and their pods out of samples from now on, and no others. */
    synchronized void lose(Set<String> nodeNames) {
        Sample now = sample();
        if (!now.lost().equals(nodeNames)) {
            sample = new Sample(now.tick(), now.sampled(), now.version(), Set.copyOf(nodeNames));
        }
    }

    /** A scene for objects that is true now. */
    Scene scene() {
        return scene(sample());
    }

    Scene scene(Sample of) {
        return new Scene(nodes.size(), began, usage, of.tick(), of.sampled(), seconds());
    }

    /** Whether a pod is in the metrics API with this sample. */
    static boolean measured(SimPod pod, Sample sample) {
        return pod.measured()
                && pod.resourceVersion() <= sample.version()
                && !sample.lost().contains(pod.node().name());
    }

    /**
     * Replaces pods whose names are generated: each is deleted, and its controller creates another with a new name, uid
     * and address.
     *
     * @return the number of pods that were replaced, less than asked for if there are not as many
     */
    synchronized int churn(int number) {
        PodTable table = store.now().table();
        List<PodEvent> events = new ArrayList<>();
        int replaced = 0;
        int start = table.size() == 0 ? 0 : Dice.below(Dice.roll(options.seed(), -born), table.size());
        // A step that has no factor in common with the size visits every pod once.
        int step = coprime(table.size());
        for (int i = 0; i < table.size() && replaced < number; i++) {
            SimPod pod = table.get((int) ((start + (long) i * step) % table.size()));
            if (replaceable(pod)) {
                replace(pod, events);
                replaced++;
            }
        }
        store.apply(events);
        return replaced;
    }

    /**
     * Deletes a pod and lets its controller create it again; a pod of a StatefulSet keeps its name.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    synchronized void recreate(String namespace, String name) {
        List<PodEvent> events = new ArrayList<>();
        replace(require(namespace, name), events);
        store.apply(events);
    }

    /**
     * Deletes a pod for good.
     *
     * @throws IllegalArgumentException if there is no such pod
     */
    synchronized void delete(String namespace, String name) {
        List<PodEvent> events = new ArrayList<>();
        remove(require(namespace, name), events);
        store.apply(events);
    }

    private SimPod require(String namespace, String name) {
        SimPod pod = store.now().table().find(namespace, name);
        if (pod == null) {
            throw new IllegalArgumentException("There is no pod " + namespace + "/" + name + " in the demo cluster");
        }
        return pod;
    }

    private void remove(SimPod pod, List<PodEvent> events) {
        SimPod deleting = pod.deletedAt(seconds() + 30);
        events.add(PodEvent.modified(pod, deleting));
        events.add(PodEvent.deleted(deleting));
        if (pod.node() != null) {
            addresses.release(pod.node(), pod.ip());
        }
    }

    /** The life of a replaced pod as a watch sees it: marked, gone; then the new one, first without a node. */
    private void replace(SimPod pod, List<PodEvent> events) {
        Workload workload = pod.workload();
        long seed = Dice.roll(workload.seed(), 1_000_000 + born++);
        String name = workload.podName(seed, pod.ordinal());
        int traits = workload.traits();
        if (pod.node() != null) {
            traits |= PodTrait.mask(PodTrait.UNSCHEDULED, PodTrait.STARTING);
        }
        SimPod fresh = new SimPod(workload, null, name, seed, pod.ordinal(), 0, traits, seconds(), 0, 0);
        boolean onHost = (workload.traits() & PodTrait.HOST_NETWORK.bit()) != 0;
        int ip = pod.node() == null ? 0 : onHost ? pod.node().ip() : addresses.take(pod.node());
        remove(pod, events);
        events.add(PodEvent.added(fresh));
        if (pod.node() != null) {
            events.add(PodEvent.modified(fresh, fresh.withNode(pod.node(), ip)));
        }
    }

    private static boolean replaceable(SimPod pod) {
        WorkloadKind kind = pod.workload().kind();
        return pod.node() != null
                && pod.phase().equals("Running")
                && (kind == WorkloadKind.REPLICA_SET || kind == WorkloadKind.DAEMON_SET);
    }

    private static int coprime(int size) {
        int step = Math.max(1, (int) (size * 0.381966));
        while (greatestCommonDivisor(step, size) > 1) {
            step++;
        }
        return step;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }
}
