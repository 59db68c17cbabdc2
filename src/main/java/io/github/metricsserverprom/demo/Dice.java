// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.demo;

/**
 * Pseudo-random values that depend on nothing but their arguments: the same seed gives the same cluster on every
 * machine.
 */
final class Dice {
    /** Letters and digits Kubernetes uses in generated names (k8s.io/apimachinery/pkg/util/rand). */
    private static final String NAME_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Dice() {}

    /** Mixes a seed with a purpose or a counter (the finaliser of SplitMix64). */
    static long roll(long seed, long salt) {
        long z = seed + GOLDEN_GAMMA * (salt + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number from 0 to {@code bound - 1}. */
    static int below(long roll, int bound) {
        return (int) ((roll >>> 33) % bound);
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    static double fraction(long roll) {
        return (roll >>> 11) * 0x1.0p-53;
    }

    /** A name part such as the {@code x7k2p} of a pod of a ReplicaSet. */
    static String letters(long roll, int length) {
        StringBuilder text = new StringBuilder(length);
        long rest = roll;
        for (int i = 0; i < length; i++) {
            if (i % 10 == 0) {
                rest = roll(roll, i);
            }
            text.append(NAME_ALPHABET.charAt((int) Long.remainderUnsigned(rest, NAME_ALPHABET.length())));
            rest = Long.divideUnsigned(rest, NAME_ALPHABET.length());
        }
        return text.toString();
    }

    /** A version 4 UUID as Kubernetes gives to objects. */
    static String uuid(long roll) {
        ByteSink out = new ByteSink(36);
        out.uuid(roll);
        return out.toString();
    }
}
