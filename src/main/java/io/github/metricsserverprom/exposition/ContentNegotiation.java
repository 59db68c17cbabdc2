// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import java.util.List;
import java.util.Map;

/**
 * Chooses the format and the compression of a page by what the client accepts (RFC 9110 section 12.5).
 *
 * <p>A page is always sent: a client that accepts neither format gets text 0.0.4. Malformed elements of a header are left
 * out, and headers of more than 8 KiB are not read, so their cost is bounded.
 */
public final class ContentNegotiation {
    private static final MediaType TEXT = new MediaType("text", "plain", "0.0.4");
    private static final MediaType OPENMETRICS = new MediaType("application", "openmetrics-text", "1.0.0");

    private ContentNegotiation() {}

    /**
     * The format for an {@code Accept} header.
     *
     * <p>OpenMetrics is chosen where its weight is higher than that of text 0.0.4, or the weights are equal and only
     * OpenMetrics is asked for by name ({@code application/openmetrics-text, *}{@code /*}). A media range with another
     * version than the one that is written does not match.
     *
     * @param accept the value of the header, several headers joined by commas; null if there is none
     */
    public static ExpositionFormat format(String accept) {
        List<WeightedValues.Value> ranges = WeightedValues.of(accept);
        Match text = TEXT.bestMatch(ranges);
        Match openMetrics = OPENMETRICS.bestMatch(ranges);
        boolean preferred = openMetrics.weight > text.weight
                || (openMetrics.weight == text.weight && openMetrics.named() && !text.named());
        return preferred && openMetrics.weight > 0 ? ExpositionFormat.OPENMETRICS_1_0_0 : ExpositionFormat.TEXT_0_0_4;
    }

    /**
     * Whether an {@code Accept-Encoding} header asks for gzip: it allows gzip, by name or by {@code *}, and does not
     * prefer {@code identity} to it.
     *
     * @param acceptEncoding the value of the header, several headers joined by commas; null if there is none
     */
    public static boolean gzip(String acceptEncoding) {
        int gzip = -1;
        int identity = -1;
        int any = -1;
        for (WeightedValues.Value coding : WeightedValues.of(acceptEncoding)) {
            switch (coding.name()) {
                // RFC 9110 section 8.4.1.3: x-gzip is the same coding.
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, coding.weight());
                case "identity" -> identity = Math.max(identity, coding.weight());
                case "*" -> any = Math.max(any, coding.weight());
                default -> {
                    // Other codings are not written.
                }
            }
        }
        int weight = gzip >= 0 ? gzip : any;
        return weight > 0 && weight >= identity;
    }

    /**
     * How a media range matched.
     *
     * @param precision 0 for no match, 1 for all types, 2 for all subtypes, 3 for the type, 4 for type and version
     */
    private record Match(int precision, int weight) {
        boolean named() {
            return precision >= 3;
        }
    }

    private record MediaType(String type, String subtype, String version) {
        /** The most precise range that includes this type decides about its weight. */
        Match bestMatch(List<WeightedValues.Value> ranges) {
            Match best = new Match(0, 0);
            for (WeightedValues.Value range : ranges) {
                int precision = precision(range);
                if (precision > best.precision
                        || (precision > 0 && precision == best.precision && range.weight() > best.weight)) {
                    best = new Match(precision, range.weight());
                }
            }
            return best;
        }

        private int precision(WeightedValues.Value range) {
            Map<String, String> parameters = range.parameters();
            if (!parameters.getOrDefault("version", version).equals(version)) {
                return 0;
            }
            if (range.name().equals(type + "/" + subtype)) {
                return parameters.containsKey("version") ? 4 : 3;
            }
            if (range.name().equals(type + "/*")) {
                return 2;
            }
            return range.name().equals("*/*") ? 1 : 0;
        }
    }
}
