// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/** The holes of pod templates and what goes into them. */
enum PodSlot {
    NAME((pod, scene, out) -> out.ascii(pod.name())),
    NAMESPACE((pod, scene, out) -> out.ascii(pod.namespace())),
    UID((pod, scene, out) -> out.uuid(pod.uidRoll())),
    RESOURCE_VERSION((pod, scene, out) -> out.number(pod.resourceVersion())),
    CREATED((pod, scene, out) -> out.time(pod.created())),
    DELETED((pod, scene, out) -> out.time(pod.deleted())),
    APP((pod, scene, out) -> out.ascii(pod.workload().app())),
    TEAM((pod, scene, out) -> out.ascii(pod.workload().team())),
    CHART((pod, scene, out) -> out.ascii(pod.workload().chart())),
    HASH((pod, scene, out) -> out.ascii(pod.workload().hash())),
    ORDINAL((pod, scene, out) -> out.number(pod.ordinal())),
    REGION((pod, scene, out) -> out.ascii(SimNode.REGION)),
    ZONE((pod, scene, out) -> out.ascii(pod.node().zone())),
    CHECKSUM((pod, scene, out) -> out.hex(Dice.roll(pod.workload().seed(), 100), 64)),
    OWNER_NAME((pod, scene, out) -> out.ascii(pod.workload().ownerName())),
    OWNER_UID((pod, scene, out) -> out.uuid(Dice.roll(pod.workload().seed(), 101))),
    NODE((pod, scene, out) -> out.ascii(pod.node().name())),
    NODES((pod, scene, out) -> out.number(scene.nodes())),
    HOST_IP((pod, scene, out) -> out.address(pod.node().ip())),
    POD_IP((pod, scene, out) -> out.address(pod.ip())),
    POD_IP6((pod, scene, out) ->
            out.ascii("fd00:10:").number(pod.node().index()).ascii("::").number(pod.ip() & 255)),
    VOLUME((pod, scene, out) -> out.ascii(Dice.letters(Dice.roll(pod.seed(), 3), 5))),
    APP_TAG((pod, scene, out) -> out.ascii(pod.workload().tag(0))),
    PROXY_TAG((pod, scene, out) -> out.ascii(pod.workload().tag(1))),
    LOG_LEVEL((pod, scene, out) -> out.ascii(pod.workload().logLevel(0))),
    PROXY_LOG_LEVEL((pod, scene, out) -> out.ascii(pod.workload().logLevel(1))),
    CPU_LIMIT((pod, scene, out) -> out.ascii(pod.workload().cpuLimit(0))),
    MEMORY_LIMIT((pod, scene, out) -> out.ascii(pod.workload().memoryLimit(0))),
    CPU_REQUEST((pod, scene, out) -> out.ascii(pod.workload().cpuRequest(0))),
    MEMORY_REQUEST((pod, scene, out) -> out.ascii(pod.workload().memoryRequest(0))),
    PROXY_CPU_LIMIT((pod, scene, out) -> out.ascii(pod.workload().cpuLimit(1))),
    PROXY_MEMORY_LIMIT((pod, scene, out) -> out.ascii(pod.workload().memoryLimit(1))),
    PROXY_CPU_REQUEST((pod, scene, out) -> out.ascii(pod.workload().cpuRequest(1))),
    PROXY_MEMORY_REQUEST((pod, scene, out) -> out.ascii(pod.workload().memoryRequest(1))),
    APP_DIGEST((pod, scene, out) -> out.hex(Dice.roll(pod.workload().seed(), 102), 64)),
    PROXY_DIGEST((pod, scene, out) -> out.hex(Dice.roll(pod.workload().seed(), 103), 64)),
    APP_ID((pod, scene, out) -> out.hex(Dice.roll(pod.seed(), 4), 64)),
    LAST_APP_ID((pod, scene, out) -> out.hex(Dice.roll(pod.seed(), 5), 64)),
    PROXY_ID((pod, scene, out) -> out.hex(Dice.roll(pod.seed(), 6), 64)),
    INIT_ID((pod, scene, out) -> out.hex(Dice.roll(pod.seed(), 7), 64)),
    SIDECAR_ID((pod, scene, out) -> out.hex(Dice.roll(pod.seed(), 8), 64)),
    STARTED((pod, scene, out) -> out.time(pod.created())),
    STARTED_INIT((pod, scene, out) -> out.time(pod.created() + 2)),
    STARTED_APP((pod, scene, out) -> out.time(pod.created() + 3)),
    STARTED_PROXY((pod, scene, out) -> out.time(pod.created() + 4)),
    ENDED((pod, scene, out) -> out.time(pod.created() + 303)),
    RESTARTS((pod, scene, out) -> out.number(1 + Dice.below(Dice.roll(pod.seed(), 9), 28))),
    RESTARTED_AT((pod, scene, out) -> out.time(scene.began() - 5 * 3_600 + 20)),
    LAST_STARTED((pod, scene, out) -> out.time(scene.began() - 7 * 3_600)),
    LAST_ENDED((pod, scene, out) -> out.time(scene.began() - 5 * 3_600)),
    NOW((pod, scene, out) -> out.time(scene.now())),
    SAMPLED((pod, scene, out) -> out.time(scene.usage().sampledAt(pod.node(), scene.sampled()))),
    WINDOW((pod, scene, out) -> out.ascii(scene.usage().window(pod.node(), scene.tick()))),
    CONTAINERS((pod, scene, out) -> scene.usage().writeContainers(pod, scene.tick(), out));

    private final Writer writer;

    PodSlot(Writer writer) {
        this.writer = writer;
    }

    void write(SimPod pod, Scene scene, ByteSink out) {
        writer.write(pod, scene, out);
    }

    @FunctionalInterface
    private interface Writer {
        void write(SimPod pod, Scene scene, ByteSink out);
    }
}
