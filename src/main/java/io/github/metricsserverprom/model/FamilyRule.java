// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

/**
 * A change to the choice or the names of the families of one page. Rules work one after the other, each on the names that
 * the rules before it left.
 *
 * @param action  what to do
 * @param names   of which families
 * @param newName the name afterwards, for {@link Action#RENAME}; empty otherwise
 */
public record FamilyRule(Action action, NamePatterns names, String newName) {

    /** What families of the exporter itself begin with; {@link Action#KEEP} never takes these off a page. */
    public static final String EXPORTER_PREFIX = "metrics_server_prom_";

    /** What a rule does with the families that it names. */
    public enum Action {
        /** Takes the others off the page, but for those that tell how the scrape went. */
        KEEP,
        /** Takes them off the page. */
        DROP,
        /** Gives the one it names another name. */
        RENAME
    }

    /** The name of a family after this rule; null when it is not on the page. */
    String apply(String name) {
        boolean named = names.matches(name);
        return switch (action) {
            case KEEP -> named || name.startsWith(EXPORTER_PREFIX) ? name : null;
            case DROP -> named ? null : name;
            case RENAME -> named ? newName : name;
        };
    }
}
