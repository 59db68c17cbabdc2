// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A bounded number of things by key, made on demand; the one that was not used for longest makes room. Thread-safe. */
final class RecentlyUsed<K, V> {

    private final Map<K, V> things;

    RecentlyUsed(int most) {
        this.things = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The thing of a key, made by the function if there is none. */
    synchronized V of(K key, Function<K, V> make) {
        V known = things.get(key);
        if (known == null) {
            known = make.apply(key);
            things.put(key, known);
        }
        return known;
    }
}
