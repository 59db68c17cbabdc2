// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What goes wrong in the demo cluster. Faults hold until they are cleared or used up; requests that are under way are
 * not touched, and those that hang go on hanging. Thread-safe.
 */
public final class DemoFaults {
    private final Map<DemoTarget, AtomicReference<Armed>> armed = new EnumMap<>(DemoTarget.class);
    private final DemoRights rights;
    private final ClusterState state;
    private final PodWatches watches;

    /** A fault of one namespace, or of all when that is null. */
    private record Armed(Fault fault, AtomicInteger left, String namespace) {}

    DemoFaults(DemoRights rights, ClusterState state, PodWatches watches) {
        this.rights = rights;
        this.state = state;
        this.watches = watches;
        for (DemoTarget target : DemoTarget.values()) {
            armed.put(target, new AtomicReference<>());
        }
    }

    /** Every request about this target fails like this until {@link #clear}. */
    public void set(DemoTarget target, Fault fault) {
        set(target, fault, Integer.MAX_VALUE);
    }

    /** The next requests about this target fail like this. */
    public void set(DemoTarget target, Fault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times is " + times + "; expected at least 1");
        }
        armed.get(target).set(new Armed(fault, new AtomicInteger(times), null));
    }

    /** Every request about this target in one namespace fails like this until {@link #clear}. */
    public void setIn(String namespace, DemoTarget target, Fault fault) {
        armed.get(target).set(new Armed(fault, new AtomicInteger(Integer.MAX_VALUE), namespace));
    }

    /** Every request fails like this until {@link #clear}. */
    public void setAll(Fault fault) {
        for (DemoTarget target : DemoTarget.values()) {
            set(target, fault);
        }
    }

    /** Ends the fault of a target and gives its rights back. */
    public void clear(DemoTarget target) {
        armed.get(target).set(null);
        rights.set(target, DemoRights.Reach.WHOLE_CLUSTER);
    }

    /** Ends all faults, gives all rights back, finds lost nodes again and lets bookmarks flow. */
    public void clear() {
        for (DemoTarget target : DemoTarget.values()) {
            clear(target);
        }
        stopBookmarks(false);
        state.lose(Set.of());
    }

    /** Takes the right to read something: 403 from now on, and access reviews say so. */
    public void deny(DemoTarget target) {
        rights.set(target, DemoRights.Reach.NOWHERE);
    }

    /** Leaves only the right to read something in these namespaces, as Roles in them give it: 403 for everything else. */
    public void allowOnlyIn(Set<String> namespaces, DemoTarget... targets) {
        for (DemoTarget target : targets) {
            rights.setRoles(target, namespaces);
        }
    }

    /** Leaves only the right to read something in one namespace at a time: 403 for the whole cluster. */
    public void denyClusterWide(DemoTarget target) {
        rights.set(target, DemoRights.Reach.SINGLE_NAMESPACES);
    }

    /** Ends all watches in good order, as a server does that restarts. */
    public void closeWatches() {
        watches.closeAll();
    }

    /** Lets the watches that are open now say nothing any more, and never end: their connection is dead without knowing. */
    public void muteWatches() {
        watches.muteAll();
    }

    /**
     * Leaves a node and its pods out of the metrics API, as metrics-server does when it cannot reach a kubelet.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public void loseNode(String node) {
        if (state.nodes().stream().noneMatch(known -> known.name().equals(node))) {
            throw new IllegalArgumentException("node is '" + node + "'; expected one of "
                    + state.nodes().stream().map(SimNode::name).toList());
        }
        state.lose(Set.of(node));
    }

    /** Makes every resource version and continue token handed out so far too old (410); open watches go on. */
    public void expireResourceVersions() {
        state.store().compact();
    }

    /** Stops bookmarks, or lets them flow again. */
    public void stopBookmarks(boolean stopped) {
        watches.stopBookmarks(stopped);
    }

    /**
     * The fault for one request; counts it.
     *
     * @param namespace that the request is about; null for the whole cluster
     */
    Optional<Fault> take(DemoTarget target, String namespace) {
        Armed current = armed.get(target).get();
        if (current == null || current.namespace != null && !current.namespace.equals(namespace)) {
            return Optional.empty();
        }
        boolean forever = current.left.get() == Integer.MAX_VALUE;
        if (!forever && current.left.getAndDecrement() <= 0) {
            armed.get(target).compareAndSet(current, null);
            return Optional.empty();
        }
        return Optional.of(current.fault);
    }
}
