// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The shipped routes, with the shipped settings, in a CamelContext of their own behind an HTTP server on a free loopback
 * port: what any Camel runtime makes of them, without the host.
 */
final class Pipeline implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final CamelContext context = new DefaultCamelContext();
    private final VertxPlatformHttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a pipeline is started with. */
    static final class Builder {
        private final ApiServer api;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, Object> beans = new LinkedHashMap<>();
        private final List<String> routes = new ArrayList<>();
        private final Map<String, String> files = new LinkedHashMap<>();

        private Builder(ApiServer api) {
            this.api = api;
        }

        /** Changes a setting of application.properties. */
        Builder with(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Puts an object into the registry, as a host does. */
        Builder bind(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** Adds a route file's text to the shipped ones. */
        Builder route(String yaml) {
            routes.add(yaml);
            return this;
        }

        /** Adds a file to the shipped ones, or puts it in the place of the one of that name. */
        Builder file(String name, String yaml) {
            files.put(name, yaml);
            return this;
        }

        Pipeline start() throws Exception {
            Pipeline pipeline = new Pipeline(this);
            try {
                pipeline.load(routes, files);
                pipeline.context.start();
                return pipeline;
            } catch (Exception e) {
                pipeline.close();
                throw e;
            }
        }
    }

    static Builder reading(ApiServer api) {
        return new Builder(api);
    }

    private Pipeline(Builder builder) throws Exception {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(builder.api.url())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        context.getRegistry().bind("client", client);
        builder.beans.forEach(context.getRegistry()::bind);
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(file);
        }
        // The recorded answers are lists; what a watch makes of pods has tests of its own.
        properties.setProperty("exporter.pods", "list");
        properties.putAll(builder.settings);
        context.getPropertiesComponent().setInitialProperties(properties);
        VertxPlatformHttpServerConfiguration listen = new VertxPlatformHttpServerConfiguration();
        listen.setBindHost("127.0.0.1");
        listen.setBindPort(0);
        server = new VertxPlatformHttpServer(listen);
        server.setCamelContext(context);
        server.start();
        context.addService(server);
        // Camel 4.14 asks for the router by the port that was found, later versions know the name ending in 0.
        context.getRegistry()
                .bind(
                        VertxPlatformHttpRouter.getRouterNameFromPort(server.getPort()),
                        VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(0)));
    }

    private void load(List<String> more, Map<String, String> files) throws Exception {
        ResourceLoader loader = PluginHelper.getResourceLoader(context);
        List<Resource> resources = new ArrayList<>();
        for (Path file : shippedRoutes()) {
            if (!files.containsKey(file.getFileName().toString())) {
                resources.add(loader.resolveResource("file:" + file));
            }
        }
        files.forEach((name, yaml) -> resources.add(ResourceHelper.fromString(name, yaml)));
        for (int i = 0; i < more.size(); i++) {
            resources.add(ResourceHelper.fromString("more-" + i + ".camel.yaml", more.get(i)));
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    /** The files of the folder routes, in the order of their names. */
    static List<Path> shippedRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    CamelContext context() {
        return context;
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** Sends GET and waits for the answer. Headers: name, value, name, value and so on. */
    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    /** Sends a request and waits for the answer. */
    Reply send(String method, String path, String... headers) throws IOException, InterruptedException {
        return Reply.of(http.send(request(method, path, headers), BodyHandlers.ofByteArray()));
    }

    /** Sends the fields of a form, written as a query, and waits for the answer. */
    Reply postForm(String path, String fields) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build();
        return Reply.of(http.send(request, BodyHandlers.ofByteArray()));
    }

    /** Sends GET without waiting. */
    CompletableFuture<Reply> getLater(String path, String... headers) {
        return http.sendAsync(request("GET", path, headers), BodyHandlers.ofByteArray())
                .thenApply(Reply::of);
    }

    private HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    @Override
    public void close() {
        context.stop();
        client.close();
    }
}
