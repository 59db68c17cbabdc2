// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bcrypt hash of a password (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999) in the form of
 * {@code htpasswd -B}: {@code $2y$10$} and 53 characters. Prints no hash.
 *
 * <p>As in Go, only the first 72 bytes of a password count.
 */
final class PasswordHash {

    /** A check at this cost takes some ten seconds, about as long as a scrape may. */
    static final int HIGHEST_COST = 18;

    static final int LOWEST_COST = 4;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;

    private final String text;
    private final int cost;

    private PasswordHash(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    /**
     * Reads a hash.
     *
     * @throws IllegalArgumentException when it is none that can be used; the message completes "the hash is ..."
     */
    static PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not a bcrypt hash, expected 60 characters that begin with $2y$, $2b$ or $2a$; make one with htpasswd"
                            + " -nBC 10 \"\"");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < LOWEST_COST || cost > HIGHEST_COST) {
            throw new IllegalArgumentException("a bcrypt hash of cost " + cost + ", expected a cost from " + LOWEST_COST
                    + " to " + HIGHEST_COST + "; each step doubles the time, 10 is customary");
        }
        return new PasswordHash(text, cost);
    }

    /** Whether this is the hash of the password. Takes {@code 2^cost} rounds: not for an event loop. */
    boolean matches(byte[] password) {
        return BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION))
                .verify(password, text.getBytes(StandardCharsets.US_ASCII))
                .verified;
    }

    /** Spends the time that a check of the password at a cost takes. */
    static void spend(int cost, byte[] password) {
        BCrypt.with(VERSION, LongPasswordStrategies.truncate(VERSION))
                .hashRaw(cost, new byte[BCrypt.SALT_LENGTH], password);
    }

    int cost() {
        return cost;
    }

    /** The hash itself. */
    String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash hash && hash.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "bcrypt hash of cost " + cost;
    }
}
