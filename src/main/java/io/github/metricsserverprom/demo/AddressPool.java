// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Hands out pod addresses from the /24 network of each node, an address that was given back last of all. Not thread-safe. */
final class AddressPool {
    private static final int FIRST_HOST = 5;
    private static final int LAST_HOST = 254;
    private static final int HOSTS = LAST_HOST - FIRST_HOST + 1;

    private final Map<SimNode, Network> networks = new HashMap<>();

    private static final class Network {
        private final BitSet taken = new BitSet(LAST_HOST + 1);
        private int next = FIRST_HOST;
    }

    /** An address of this node that no pod has. */
    int take(SimNode node) {
        Network network = networks.computeIfAbsent(node, unused -> new Network());
        for (int i = 0; i < HOSTS; i++) {
            int host = network.next;
            network.next = host == LAST_HOST ? FIRST_HOST : host + 1;
            if (!network.taken.get(host)) {
                network.taken.set(host);
                return node.podCidr() + host;
            }
        }
        throw new IllegalStateException("Node " + node.name() + " has no free pod address left");
    }

    /** Gives an address back; host addresses of host-network pods and 0 are ignored. */
    void release(SimNode node, int ip) {
        Network network = networks.get(node);
        if (network != null && (ip & ~255) == node.podCidr()) {
            network.taken.clear(ip & 255);
        }
    }
}
