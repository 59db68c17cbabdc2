// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import io.github.metricsserverprom.quantity.DecimalText;
import io.github.metricsserverprom.quantity.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Writes one page: family by family, and sample by sample inside of a family, in the order of the calls.
 *
 * <p>{@code HELP}, {@code TYPE} and (OpenMetrics only) {@code UNIT} are written once, before the first sample of a
 * family; a family without samples leaves nothing on the page. A sample costs the copy of its name and its labels, and the
 * digits of its value; it leaves no garbage. That label sets are unique within a family is up to the caller.
 *
 * <pre>{@code
 * # HELP kube_metrics_server_node_memory_working_set_bytes Memory working set of the node in bytes.
 * # TYPE kube_metrics_server_node_memory_working_set_bytes gauge
 * kube_metrics_server_node_memory_working_set_bytes{node="worker-1"} 4959518720
 * }</pre>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ExpositionWriter {
    /** The space before a value and the line feed behind it. */
    private static final int SEPARATORS = 2;

    private final ExpositionFormat format;
    private final PageBuffer page;
    private final Set<String> started = new HashSet<>();

    private MetricFamily family;
    private byte[] name;
    private boolean described;
    private boolean ended;

    /** A writer of one page that appends to the buffer. */
    public ExpositionWriter(ExpositionFormat format, PageBuffer page) {
        this.format = Objects.requireNonNull(format, "format");
        this.page = Objects.requireNonNull(page, "page");
    }

    /**
     * A writer that goes on with this one's page in another buffer, and knows the families that are on it.
     *
     * @param continued what {@link PageBuffer#continued()} of this writer's buffer gave
     */
    public ExpositionWriter continuedOn(PageBuffer continued) {
        ExpositionWriter next = new ExpositionWriter(format, continued);
        next.started.addAll(started);
        next.ended = ended;
        return next;
    }

    /** A writer of a part of the same page, in a buffer of its own, which another thread may use; see {@link #append}. */
    public ExpositionWriter part() {
        return new ExpositionWriter(format, page.another());
    }

    /**
     * Takes over the families that a {@link #part} has written, without a copy. Neither it nor its buffer can be written to
     * any more.
     *
     * @throws IllegalStateException if the page has one of its families already or has ended
     */
    public void append(ExpositionWriter part) {
        if (ended) {
            throw new IllegalStateException("families " + part.started + " after the end of the page");
        }
        for (String next : part.started) {
            if (!started.add(next)) {
                throw new IllegalStateException("family " + next + " is on the page already");
            }
        }
        page.append(part.page);
        part.ended = true;
        part.described = false;
        family = null;
        described = false;
    }

    /**
     * Begins a family; the samples that follow are its own.
     *
     * @throws IllegalStateException if the page has this family already (with or without samples) or has ended
     */
    public void startFamily(MetricFamily next) {
        if (ended) {
            throw new IllegalStateException("family " + next.name() + " after the end of the page");
        }
        // A gauge x and an info x_info would be one family in OpenMetrics.
        if (!started.add(next.openMetricsName())) {
            throw new IllegalStateException("family " + next.name() + " is on the page already");
        }
        family = next;
        name = next.name().getBytes(StandardCharsets.US_ASCII);
        described = false;
    }

    /**
     * Writes a sample of the current family.
     *
     * @throws IllegalStateException if no family was started or the page has ended
     */
    public void sample(LabelSet labels, Quantity value) {
        byte[] buffer = begin(labels, value.maxLength());
        finish(buffer, value.appendTo(buffer, page.position()));
    }

    /** Writes a sample with an integer value, see {@link #sample(LabelSet, Quantity)}. */
    public void sample(LabelSet labels, long value) {
        byte[] buffer = begin(labels, DecimalText.maxLength(0));
        finish(buffer, DecimalText.append(value, buffer, page.position()));
    }

    /**
     * Writes a sample with the value {@code unscaled x 10^-scale}, see {@link #sample(LabelSet, Quantity)}.
     *
     * @throws IllegalArgumentException if the scale is outside of ±{@link Quantity#MAX_DIGITS}
     */
    public void sample(LabelSet labels, long unscaled, int scale) {
        byte[] buffer = begin(labels, DecimalText.maxLength(scale));
        finish(buffer, DecimalText.append(unscaled, scale, buffer, page.position()));
    }

    /**
     * Writes a sample with a float64 as the shortest decimal that reads back as the same float64, see
     * {@link #sample(LabelSet, Quantity)}.
     */
    public void sample(LabelSet labels, double value) {
        byte[] text = DoubleText.of(value).getBytes(StandardCharsets.US_ASCII);
        byte[] buffer = begin(labels, text.length);
        System.arraycopy(text, 0, buffer, page.position(), text.length);
        finish(buffer, page.position() + text.length);
    }

    /**
     * Ends the page; OpenMetrics then has its {@code # EOF}.
     *
     * @throws IllegalStateException if the page has ended already
     */
    public void end() {
        if (ended) {
            throw new IllegalStateException("the page has ended already");
        }
        ended = true;
        described = false;
        if (format == ExpositionFormat.OPENMETRICS_1_0_0) {
            page.append("# EOF\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Writes name, labels and space, and leaves the page at the place of the value. */
    private byte[] begin(LabelSet labels, int valueLength) {
        if (!described) {
            describe();
        }
        byte[] buffer = page.reserve(name.length + labels.length() + valueLength + SEPARATORS);
        int position = page.position();
        System.arraycopy(name, 0, buffer, position, name.length);
        position = labels.appendTo(buffer, position + name.length);
        buffer[position++] = ' ';
        page.advanceTo(position);
        return buffer;
    }

    private void finish(byte[] buffer, int position) {
        buffer[position] = '\n';
        page.advanceTo(position + 1);
    }

    private void describe() {
        if (ended) {
            throw new IllegalStateException(
                    "a sample after the end of the page" + (family == null ? "" : ", last family " + family.name()));
        }
        if (family == null) {
            throw new IllegalStateException("a sample before the first family of the page");
        }
        boolean openMetrics = format == ExpositionFormat.OPENMETRICS_1_0_0;
        String subject = openMetrics ? family.openMetricsName() : family.name();
        StringBuilder lines = new StringBuilder(256);
        lines.append("# HELP ").append(subject).append(' ').append(escapedHelp(openMetrics));
        lines.append("\n# TYPE ")
                .append(subject)
                .append(' ')
                .append(family.type().name(format));
        if (openMetrics && !family.unit().isEmpty()) {
            lines.append("\n# UNIT ").append(subject).append(' ').append(family.unit());
        }
        page.append(lines.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        described = true;
    }

    /** Help texts escape backslash and line feed, in OpenMetrics the double quote as well. */
    private String escapedHelp(boolean openMetrics) {
        String help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
        return openMetrics ? help.replace("\"", "\\\"") : help;
    }
}
