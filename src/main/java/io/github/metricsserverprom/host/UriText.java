// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains what cannot stand in the URI that Camel makes of a step and its parameters; Camel shows the whole of it. */
final class UriText {

    private static final Pattern ENCODED = Pattern.compile("%([0-7][0-9A-Fa-f])");

    private final FailurePlace place;

    /** Prepares for a failure. */
    UriText(FailurePlace place) {
        this.place = place;
    }

    /** The finding of the first link that is about a URI; empty when none is. */
    Optional<String> explain(List<Throwable> chain) {
        for (Throwable link : chain) {
            String message = String.valueOf(link.getMessage());
            if (link instanceof URISyntaxException uri) {
                return Optional.of(character(uri));
            }
            if (message.startsWith("URLDecoder: ")) {
                return Optional.of(value(
                        entry -> entry.mentions("%") && isOfUri(entry),
                        "a % does not stand before two hexadecimal digits; write %25 for the sign itself"));
            }
            if (message.startsWith("Missing {{ from the text: ") || message.startsWith("Missing }} from the text: ")) {
                return Optional.of(value(
                        entry -> entry.value() != null && !inPairs(entry.value()), "{{ and }} do not come in pairs"));
            }
        }
        return Optional.empty();
    }

    private String character(URISyntaxException failure) {
        String uri = failure.getInput();
        int index = failure.getIndex();
        if (index < 0 || index >= uri.length()) {
            return place.text()
                    + "the uri is incomplete, expected the name of a component and a colon, for instance 'uri:"
                    + " direct:cluster'";
        }
        Matcher encoded = ENCODED.matcher(uri).region(index, uri.length());
        int found = encoded.lookingAt() ? Integer.parseInt(encoded.group(1), 16) : uri.codePointAt(index);
        String shown = found > ' ' && found < 0x7f ? Character.toString(found) : String.format("U+%04X", found);
        return value(
                entry -> entry.value() != null && entry.value().indexOf(found) >= 0 && isOfUri(entry),
                "the character " + shown + " cannot stand in the URI of a step");
    }

    private static boolean isOfUri(YamlEntry entry) {
        return entry.isKey("uri")
                || entry.owner().equals("parameters")
                || entry.isElement() && (entry.isKey("to") || entry.isKey("toD"));
    }

    private String value(Predicate<YamlEntry> wanted, String reason) {
        return place.find(wanted)
                .map(entry -> entry.place() + (entry.key().isEmpty() ? "this" : entry.key()) + " is '" + entry.value()
                        + "', where " + reason)
                .orElse(place.text() + reason);
    }

    private static boolean inPairs(String text) {
        int open = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.startsWith("{{", i)) {
                open++;
                i++;
            } else if (text.startsWith("}}", i)) {
                open--;
                i++;
            }
        }
        return open == 0;
    }
}
