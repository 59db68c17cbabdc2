// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import io.github.metricsserverprom.config.ConfigException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Access to the program's HTTP servers as the web configuration file wants it, which is read again when it changes. Without
 * a file the servers speak plain HTTP with everybody, unless bearer tokens are asked for. Thread-safe.
 */
public final class WebSecurity implements AutoCloseable {

    private final Optional<WebConfigWatch> file;
    private final PasswordCheck passwords = new PasswordCheck();
    private final WebMeters meters;

    private WebSecurity(Optional<WebConfigWatch> file, WebMeters meters) {
        this.file = file;
        this.meters = meters;
    }

    /**
     * Reads the file and begins to watch it.
     *
     * @param path     of the file; empty for none
     * @param registry for self metrics
     * @throws ConfigException when it cannot be used, with a line for each thing that is wrong
     */
    public static WebSecurity open(Optional<Path> path, MeterRegistry registry) throws ConfigException {
        WebMeters meters = new WebMeters(registry);
        Optional<WebConfigWatch> file =
                path.isPresent() ? Optional.of(WebConfigWatch.start(path.get())) : Optional.empty();
        file.ifPresent(meters::observe);
        return new WebSecurity(file, meters);
    }

    /**
     * Reads a file, its certificates and keys, to see whether they can be used.
     *
     * @throws ConfigException when they cannot, with a line for each thing that is wrong
     */
    public static void check(Path path) throws ConfigException {
        WebState.of(WebConfigReader.read(path).config());
    }

    /** Whether the servers speak TLS. */
    public boolean tls() {
        return state().engines().isPresent();
    }

    private WebState state() {
        return file.map(WebConfigWatch::state).orElse(WebState.NONE);
    }

    /** Makes a server that is not listening yet speak TLS where that is wanted. */
    public void secure(HttpServerOptions options) {
        state().engines().ifPresent(engines -> {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(
                            state().config().http2()
                                    ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                                    : List.of(HttpVersion.HTTP_1_1))
                    // Vert.x wants to see a key, but the engines bring their own.
                    .setKeyCertOptions(KeyCertOptions.wrap(engines.keys()))
                    .setSslEngineOptions(new LiveTls(() -> state().engines().orElse(engines)));
        });
    }

    /**
     * Hears of connections that fail at TLS.
     *
     * @param server name of the server, for metrics
     */
    public void listenTo(HttpServer listener, String server) {
        listener.exceptionHandler(new HandshakeFailures(server, meters));
    }

    /**
     * What has to stand before all paths of a server.
     *
     * @param server name of the server, for metrics
     * @param tokens how bearer tokens are looked at, asked with each request; empty when they are not asked for
     */
    public Handler<RoutingContext> gate(String server, Supplier<Optional<TokenAccess>> tokens) {
        return new Gate(server, this::state, tokens, passwords, meters);
    }

    /**
     * Reads the file now.
     *
     * @throws ConfigException when it cannot be used; what was in force stays so
     */
    public void reload() throws ConfigException {
        if (file.isPresent()) {
            file.get().reload();
        }
    }

    /** Why the file as it is now is not in force; empty when it is. */
    public String problem() {
        return file.map(WebConfigWatch::problem).orElse("");
    }

    @Override
    public void close() {
        file.ifPresent(WebConfigWatch::close);
        passwords.close();
    }
}
