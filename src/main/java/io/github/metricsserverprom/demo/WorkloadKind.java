// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/** What owns a pod. */
enum WorkloadKind {
    BARE,
    REPLICA_SET,
    STATEFUL_SET,
    DAEMON_SET,
    JOB
}
