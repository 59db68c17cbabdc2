// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.testing.ExpositionPage.Family;
import io.github.metricsserverprom.testing.ExpositionPage.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of text 0.0.4 and OpenMetrics 1.0, which shares nothing with the writers. It accepts less than the
 * formats allow: no comments, no blank lines, no timestamps, no exemplars, one space where there is one, a TYPE for every
 * family and at least one sample in it.
 */
public final class ExpositionParser {
    private static final String EOF = "# EOF\n";
    private static final Pattern METADATA =
            Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)", Pattern.DOTALL);

    private static final Map<String, Set<String>> TEXT_SUFFIXES = Map.of(
            "gauge", Set.of(""),
            "counter", Set.of(""),
            "untyped", Set.of(""),
            "summary", Set.of("", "_sum", "_count"),
            "histogram", Set.of("_bucket", "_sum", "_count"));
    private static final Map<String, Set<String>> OPENMETRICS_SUFFIXES = Map.of(
            "gauge", Set.of(""),
            "counter", Set.of("_total", "_created"),
            "unknown", Set.of(""),
            "info", Set.of("_info"),
            "summary", Set.of("", "_sum", "_count", "_created"),
            "histogram", Set.of("_bucket", "_sum", "_count", "_created"));

    private final boolean openMetrics;
    private final List<Family> families = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private OpenFamily current;
    private int lineNumber;

    private ExpositionParser(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /**
     * Reads a page.
     *
     * @throws AssertionError with the number and the text of the line if the page breaks a rule
     */
    public static ExpositionPage parse(ExpositionFormat format, ByteBuffer page) {
        try {
            return parse(
                    format,
                    StandardCharsets.UTF_8.newDecoder().decode(page.duplicate()).toString());
        } catch (CharacterCodingException e) {
            throw new AssertionError("the page is not UTF-8", e);
        }
    }

    /** See {@link #parse(ExpositionFormat, ByteBuffer)}. */
    public static ExpositionPage parse(ExpositionFormat format, String page) {
        return new ExpositionParser(format == ExpositionFormat.OPENMETRICS_1_0_0).page(page);
    }

    private ExpositionPage page(String page) {
        String body = page;
        if (openMetrics) {
            if (!page.endsWith(EOF)) {
                throw new AssertionError("the page does not end with # EOF and a line feed");
            }
            body = page.substring(0, page.length() - EOF.length());
        }
        if (!body.isEmpty() && !body.endsWith("\n")) {
            throw new AssertionError("the page does not end with a line feed");
        }
        int start = 0;
        while (start < body.length()) {
            int end = body.indexOf('\n', start);
            lineNumber++;
            line(body.substring(start, end));
            start = end + 1;
        }
        closeFamily();
        return new ExpositionPage(List.copyOf(families));
    }

    private void line(String line) {
        if (line.startsWith("#")) {
            Matcher metadata = METADATA.matcher(line);
            require(metadata.matches(), "neither HELP nor TYPE nor UNIT", line);
            metadata(metadata.group(1), metadata.group(2), metadata.group(3), line);
            return;
        }
        Sample sample = sample(line);
        require(current != null && current.type != null, "a sample without a TYPE before it", line);
        boolean own = sample.name().startsWith(current.name)
                && suffixes().get(current.type).contains(sample.name().substring(current.name.length()));
        require(own, "a sample that is not of the family " + current.name, line);
        require(!current.type.equals("info") || sample.value() == 1, "an info whose value is not 1", line);
        require(current.seen.add(Map.entry(sample.name(), sample.labels())), "the same label set twice", line);
        current.samples.add(sample);
    }

    private Sample sample(String line) {
        try {
            return new SampleReader(line).read();
        } catch (SampleReader.BrokenRule e) {
            throw new AssertionError("line " + lineNumber + ": " + e.getMessage() + ": " + line, e);
        }
    }

    private void metadata(String keyword, String name, String content, String line) {
        if (current == null || !current.name.equals(name)) {
            closeFamily();
            require(names.add(name), "a family that was on the page before", line);
            current = new OpenFamily(name);
        }
        require(current.samples.isEmpty(), "metadata behind the samples of its family", line);
        switch (keyword) {
            case "HELP" -> {
                require(current.help == null, "a second HELP", line);
                current.help = unescapedHelp(content, line);
            }
            case "TYPE" -> {
                require(current.type == null, "a second TYPE", line);
                require(suffixes().containsKey(content), "an unknown type", line);
                current.type = content;
            }
            default -> {
                require(openMetrics, "a UNIT outside of OpenMetrics", line);
                require(current.unit == null, "a second UNIT", line);
                require(name.endsWith("_" + content), "a name that does not end with its unit", line);
                current.unit = content;
            }
        }
    }

    private Map<String, Set<String>> suffixes() {
        return openMetrics ? OPENMETRICS_SUFFIXES : TEXT_SUFFIXES;
    }

    private String unescapedHelp(String escaped, String line) {
        StringBuilder help = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            require(c != '"' || !openMetrics, "a double quote in HELP that is not escaped", line);
            if (c == '\\') {
                char next = ++i < escaped.length() ? escaped.charAt(i) : 0;
                require(next == '\\' || next == 'n' || (next == '"' && openMetrics), "a bad escape in HELP", line);
                c = next == 'n' ? '\n' : next;
            }
            help.append(c);
        }
        return help.toString();
    }

    private void closeFamily() {
        if (current != null) {
            require(!current.samples.isEmpty(), "family " + current.name + " has no samples before", "");
            families.add(current.close());
            current = null;
        }
    }

    private void require(boolean condition, String reason, String line) {
        if (!condition) {
            throw new AssertionError("line " + lineNumber + ": " + reason + ": " + line);
        }
    }

    private static final class OpenFamily {
        private final String name;
        private final List<Sample> samples = new ArrayList<>();
        private final Set<Map.Entry<String, Map<String, String>>> seen = new HashSet<>();
        private String type;
        private String unit;
        private String help;

        OpenFamily(String name) {
            this.name = name;
        }

        Family close() {
            return new Family(name, type, unit == null ? "" : unit, help == null ? "" : help, List.copyOf(samples));
        }
    }
}
