// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.render;

import io.github.metricsserverprom.catalogue.Catalogue;
import io.github.metricsserverprom.exposition.ContentNegotiation;
import io.github.metricsserverprom.exposition.ExpositionFormat;
import io.github.metricsserverprom.exposition.ExpositionWriter;
import io.github.metricsserverprom.exposition.LabelNames;
import io.github.metricsserverprom.exposition.LabelSet;
import io.github.metricsserverprom.exposition.PageBuffer;
import io.github.metricsserverprom.exposition.PageMemory;
import io.github.metricsserverprom.model.ClusterSnapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The transformer of the pipeline: makes the body, a {@link ClusterSnapshot}, a page of Prometheus text or OpenMetrics,
 * as the request's {@code Accept} wants it, compressed if {@code Accept-Encoding} allows. Declared in YAML with its
 * options; thread-safe once started.
 */
public final class PrometheusRenderer extends ServiceSupport implements CamelContextAware {

    /** Sources of pages whose labels are cached at once; more than any sensible set of contexts and routes. */
    private static final int MOST_CACHES = 32;

    /** As much of the heap is kept for the next page; what larger pages need beyond it is made anew. */
    private static final int PART_OF_HEAP = 16;

    private final RecentlyUsed<PageSource, PodLabelCache> caches = new RecentlyUsed<>(MOST_CACHES);
    private CamelContext camelContext;
    private OriginalNames originalNames = OriginalNames.ORIGINAL;
    private List<String> metricsDenylist = List.of();
    private List<String> podLabels = List.of();
    private List<String> nodeLabels = List.of();
    private boolean containerResources;
    private boolean nodeAllocatable;
    private int gzipLevel = 1;
    private Set<Catalogue> families = Set.of();
    private PageOptions options;
    private LabelSet build = LabelSet.EMPTY;
    private final SharedPages shared = new SharedPages();
    private final PageMemory memory = new PageMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    private PageCarrier carrier;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        this.carrier = CamelContextHelper.findSingleByType(camelContext, PageCarrier.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** How to publish the original names. */
    public void setOriginalNames(OriginalNames originalNames) {
        this.originalNames = originalNames;
    }

    /** Names of families to leave out, separated by commas; {@code *} stands for any characters. */
    public void setMetricsDenylist(String metricsDenylist) {
        this.metricsDenylist = list(metricsDenylist);
    }

    /**
     * Pod labels to publish with {@code kube_metrics_server_pod_labels}, separated by commas; none turns it off.
     *
     * @throws IllegalArgumentException when a name has a {@code *}
     */
    public void setPodLabels(String podLabels) {
        this.podLabels = labels("exporter.pod-labels", podLabels);
    }

    /**
     * Node labels to publish with {@code kube_metrics_server_node_labels}, separated by commas; none turns it off.
     *
     * @throws IllegalArgumentException when a name has a {@code *}
     */
    public void setNodeLabels(String nodeLabels) {
        this.nodeLabels = labels("exporter.node-labels", nodeLabels);
    }

    /** Whether to publish requests and limits of containers; the pods read must keep them. */
    public void setContainerResources(boolean containerResources) {
        this.containerResources = containerResources;
    }

    /** How the nodes read gets its facts; unless it is {@code off}, what nodes can allocate is published. */
    public void setNodeFacts(String nodeFacts) {
        this.nodeAllocatable = !nodeFacts.equalsIgnoreCase("off");
    }

    /**
     * Effort of compression, 1 (fast) to 9 (small).
     *
     * @throws IllegalArgumentException when it is another number
     */
    public void setGzipLevel(int gzipLevel) {
        if (gzipLevel < 1 || gzipLevel > 9) {
            throw new IllegalArgumentException("exporter.gzip-level is " + gzipLevel + ", expected 1 to 9");
        }
        this.gzipLevel = gzipLevel;
    }

    @Override
    protected void doInit() {
        families = Families.chosen(
                originalNames,
                !podLabels.isEmpty(),
                !nodeLabels.isEmpty(),
                containerResources,
                nodeAllocatable,
                metricsDenylist);
        options = new PageOptions(originalNames, podLabels, nodeLabels);
        BuildInfo info = BuildInfo.load();
        build = LabelNames.of(Catalogue.BUILD_INFO.family().labelNames())
                .values(info.version(), info.revision(), camelContext.getVersion(), System.getProperty("java.version"));
    }

    /** Makes the body a page and the message a clean HTTP answer. */
    public void render(Exchange exchange) {
        init();
        Message request = exchange.getMessage();
        ClusterSnapshot snapshot = snapshot(request);
        ExpositionFormat format = ContentNegotiation.format(request.getHeader("Accept", String.class));
        boolean gzip = ContentNegotiation.gzip(request.getHeader("Accept-Encoding", String.class));
        SharedPages.Text text = shared.of(format, snapshot, made -> text(format, made));
        PageBuffer page = text.buffer().continued();
        ExpositionWriter writer = text.writer().continuedOn(page);
        new HealthBlock(families, writer).write(snapshot, start(exchange), build);
        writer.end();
        exchange.setMessage(answer(exchange, format, body(exchange, page, gzip, text::release), gzip));
    }

    private SharedPages.Text text(ExpositionFormat format, ClusterSnapshot snapshot) {
        PageBuffer page = new PageBuffer(memory);
        ExpositionWriter writer = new ExpositionWriter(format, page);
        new Page(snapshot, families, options, cache(snapshot).of(snapshot.pods()), writer).write();
        return new SharedPages.Text(snapshot, page, writer);
    }

    /** The page as it goes out; what it was made of is let go of when nobody reads it any more. */
    private Object body(Exchange exchange, PageBuffer page, boolean gzip, Runnable unused) {
        boolean toHttp = exchange.getFromEndpoint() != null
                && exchange.getFromEndpoint().getEndpointUri().startsWith("platform-http");
        if (carrier != null && toHttp && !gzip) {
            return carrier.body(page, unused);
        }
        Object body;
        if (carrier != null && toHttp) {
            body = carrier.body(page.gzipped(gzipLevel), () -> {});
        } else {
            body = array(gzip ? page.toGzip(gzipLevel) : page.toByteBuffer());
        }
        unused.run();
        return body;
    }

    /** Whoever reads the body before it is sent, a tracer or a log step, would leave nothing of a buffer. */
    private static byte[] array(ByteBuffer page) {
        byte[] bytes = new byte[page.remaining()];
        page.get(bytes);
        return bytes;
    }

    private static ClusterSnapshot snapshot(Message request) {
        if (request.getBody() instanceof ClusterSnapshot snapshot) {
            return snapshot;
        }
        String found = request.getBody() == null
                ? "nothing"
                : request.getBody().getClass().getName();
        throw new IllegalArgumentException(
                "the renderer got " + found + " as body, expected a ClusterSnapshot: the step"
                        + " before it must leave the snapshot, changed or not");
    }

    private static Message answer(Exchange exchange, ExpositionFormat format, Object body, boolean gzip) {
        // A new message: what the client sent must not go back to it as headers of the answer.
        Message answer = new DefaultMessage(exchange);
        answer.setHeader(Exchange.CONTENT_TYPE, format.contentType());
        answer.setHeader("Vary", "Accept, Accept-Encoding");
        if (gzip) {
            answer.setHeader(Exchange.CONTENT_ENCODING, "gzip");
        }
        answer.setBody(body);
        return answer;
    }

    private PodLabelCache cache(ClusterSnapshot snapshot) {
        return caches.of(
                PageSource.of(snapshot),
                source -> new PodLabelCache(new PodLabelNames(snapshot.podLabels(), snapshot.staticLabels())));
    }

    private static long start(Exchange exchange) {
        return System.nanoTime()
                - Duration.ofMillis(exchange.getClock().elapsed()).toNanos();
    }

    private static List<String> labels(String setting, String option) {
        List<String> names = list(option);
        if (names.stream().anyMatch(name -> name.contains("*"))) {
            throw new IllegalArgumentException(setting + " is " + option
                    + ", expected names of labels without *: a page of" + " all labels would have no bound");
        }
        return names;
    }

    private static List<String> list(String option) {
        return Arrays.stream(option.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
