// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * One version of a pod object.
 *
 * @param workload what it belongs to
 * @param node where it runs, or null
 * @param name unique in its namespace
 * @param seed of everything random about it, its uid included: a pod that replaces another has another seed
 * @param ordinal its number within a StatefulSet
 * @param ip IPv4 address, 0 for none
 * @param traits mask of {@link PodTrait}s
 * @param created creation and start time, seconds since 1970
 * @param deleted deletion timestamp, seconds since 1970, 0 for none
 * @param resourceVersion of this version
 */
record SimPod(
        Workload workload,
        SimNode node,
        String name,
        long seed,
        int ordinal,
        int ip,
        int traits,
        long created,
        long deleted,
        long resourceVersion)
        implements Comparable<SimPod> {
    private static final int NOT_RUNNING = PodTrait.mask(PodTrait.UNSCHEDULED, PodTrait.SUCCEEDED, PodTrait.FAILED);

    boolean has(PodTrait trait) {
        return (traits & trait.bit()) != 0;
    }

    String namespace() {
        return workload.namespace();
    }

    String uid() {
        return Dice.uuid(uidRoll());
    }

    long uidRoll() {
        return Dice.roll(seed, 0);
    }

    String phase() {
        if (has(PodTrait.UNSCHEDULED)) {
            return "Pending";
        }
        if (has(PodTrait.SUCCEEDED)) {
            return "Succeeded";
        }
        return has(PodTrait.FAILED) ? "Failed" : "Running";
    }

    /** Whether the metrics API has something to say about it. */
    boolean measured() {
        return (traits & (NOT_RUNNING | PodTrait.NO_STATS.bit())) == 0
                && (!has(PodTrait.CRASHING) || has(PodTrait.PROXY));
    }

    /** The value of a label, or null. */
    String label(String key) {
        return switch (key) {
            case "app.kubernetes.io/instance" -> workload.app() + "-" + namespace();
            case "app.kubernetes.io/managed-by" -> "Helm";
            case "app.kubernetes.io/name" -> workload.app();
            case "helm.sh/chart" -> workload.app() + "-" + workload.chart();
            case "team" -> workload.team();
            case "topology.kubernetes.io/region" -> node == null ? null : SimNode.REGION;
            case "topology.kubernetes.io/zone" -> node == null ? null : node.zone();
            default -> labelOfKind(key);
        };
    }

    private String labelOfKind(String key) {
        return switch (workload.kind()) {
            case STATEFUL_SET ->
                switch (key) {
                    case "apps.kubernetes.io/pod-index" -> Integer.toString(ordinal);
                    case "controller-revision-hash" -> workload.app() + "-" + workload.hash();
                    case "statefulset.kubernetes.io/pod-name" -> name;
                    default -> null;
                };
            case DAEMON_SET ->
                switch (key) {
                    case "controller-revision-hash" -> workload.hash();
                    case "pod-template-generation" -> "3";
                    default -> null;
                };
            case REPLICA_SET, BARE -> key.equals("pod-template-hash") ? workload.hash() : null;
            case JOB -> null;
        };
    }

    /** The names under which templates know what this pod is. */
    Set<String> templateTraits() {
        Set<String> names = new HashSet<>();
        for (PodTrait trait : EnumSet.allOf(PodTrait.class)) {
            if (has(trait)) {
                names.add(templateName(trait));
            }
        }
        names.add(templateName(workload.kind()));
        names.add(phase().toLowerCase(Locale.ROOT));
        if (has(PodTrait.SUCCEEDED) || has(PodTrait.FAILED)) {
            names.add("finished");
        }
        if (workload.kind() != WorkloadKind.BARE && workload.kind() != WorkloadKind.STATEFUL_SET) {
            names.add("generated");
        }
        return names;
    }

    SimPod withNode(SimNode newNode, int newIp) {
        return new SimPod(
                workload, newNode, name, seed, ordinal, newIp, workload.traits(), created, deleted, resourceVersion);
    }

    SimPod deletedAt(long second) {
        int deleting = traits | PodTrait.DELETING.bit();
        return new SimPod(workload, node, name, seed, ordinal, ip, deleting, created, second, resourceVersion);
    }

    SimPod withResourceVersion(long version) {
        return new SimPod(workload, node, name, seed, ordinal, ip, traits, created, deleted, version);
    }

    /** Order of lists: by namespace, then by name. */
    @Override
    public int compareTo(SimPod other) {
        int byNamespace = namespace().compareTo(other.namespace());
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    private static String templateName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
