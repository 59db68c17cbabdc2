// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import io.github.metricsserverprom.testing.Expect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any text as {@code Accept} and {@code Accept-Encoding}: never an exception, and without quoted strings what the grammar
 * of RFC 9110, as a regular expression, makes of it.
 */
final class NegotiationTarget {

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern ELEMENT = Pattern.compile(
            "[ \t]*(" + TOKEN + "(?:/" + TOKEN + ")?)((?:[ \t]*;[ \t]*(?:" + TOKEN + "=" + TOKEN + ")?)*)[ \t]*");
    private static final Pattern PARAMETER = Pattern.compile("(" + TOKEN + ")=(" + TOKEN + ")");
    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    private record Range(String name, Map<String, String> parameters, double weight) {}

    private NegotiationTarget() {}

    static void check(byte[] input) {
        String header = new String(input, StandardCharsets.UTF_8);
        ExpositionFormat format = ContentNegotiation.format(header);
        boolean gzip = ContentNegotiation.gzip(header);
        if (header.contains("\"")) {
            return;
        }
        List<Range> ranges = ranges(header);
        Expect.equal("format for " + header, format, format(ranges));
        Expect.equal("gzip for " + header, gzip, gzip(ranges));
    }

    private static List<Range> ranges(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String element : header.length() > 8192 ? new String[0] : header.split(",", -1)) {
            Matcher parts = ELEMENT.matcher(element);
            if (!parts.matches()) {
                continue;
            }
            Map<String, String> parameters = new HashMap<>();
            Matcher parameter = PARAMETER.matcher(parts.group(2));
            while (parameter.find()) {
                parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), parameter.group(2));
            }
            String weight = parameters.getOrDefault("q", "1");
            if (WEIGHT.matcher(weight).matches()) {
                ranges.add(new Range(parts.group(1).toLowerCase(Locale.ROOT), parameters, Double.parseDouble(weight)));
            }
        }
        return ranges;
    }

    private static ExpositionFormat format(List<Range> ranges) {
        double[] text = best(ranges, "text", "plain", "0.0.4");
        double[] openMetrics = best(ranges, "application", "openmetrics-text", "1.0.0");
        boolean byName = openMetrics[0] >= 3 && text[0] < 3;
        boolean preferred = openMetrics[1] > text[1] || (openMetrics[1] == text[1] && byName);
        return preferred && openMetrics[1] > 0 ? ExpositionFormat.OPENMETRICS_1_0_0 : ExpositionFormat.TEXT_0_0_4;
    }

    /** Precision and weight of the range that decides. */
    private static double[] best(List<Range> ranges, String type, String subtype, String version) {
        double[] best = {0, 0};
        for (Range range : ranges) {
            String asked = range.parameters().get("version");
            List<String> byPrecision = List.of("*/*", type + "/*", type + "/" + subtype);
            double precision = byPrecision.indexOf(range.name()) + 1;
            precision += precision == 3 && asked != null ? 1 : 0;
            boolean fits = precision > 0 && (asked == null || asked.equals(version));
            if (fits && (precision > best[0] || (precision == best[0] && range.weight() > best[1]))) {
                best = new double[] {precision, range.weight()};
            }
        }
        return best;
    }

    private static boolean gzip(List<Range> ranges) {
        double gzip = Math.max(highest(ranges, "gzip"), highest(ranges, "x-gzip"));
        double allowed = gzip >= 0 ? gzip : highest(ranges, "*");
        return allowed > 0 && allowed >= highest(ranges, "identity");
    }

    private static double highest(List<Range> ranges, String name) {
        return ranges.stream()
                .filter(range -> range.name().equals(name))
                .mapToDouble(Range::weight)
                .max()
                .orElse(-1);
    }
}
