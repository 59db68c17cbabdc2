// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.host.HostRoutes.Readiness;
import io.github.metricsserverprom.render.ExporterStatus;
import io.github.metricsserverprom.web.TokenAccess;
import io.github.metricsserverprom.web.WebSecurity;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is wrong with the configuration or with the way to the cluster, gathered from those who know it, for
 * {@code /readyz} and the landing page. Follows the live generation with a check of the way to its cluster. Thread-safe.
 */
final class Health implements ExporterStatus {

    private final Vertx vertx;
    private final ReloadState reloadState;
    private final WebSecurity web;
    private final Supplier<Generation> live;
    private volatile boolean stopping;
    private volatile Checkup checkup;
    private volatile Optional<TokenAccess> tokens = Optional.empty();

    /** Of a program whose live generation, null while there is none, comes from the supplier. */
    Health(Vertx vertx, ReloadState reloadState, WebSecurity web, Supplier<Generation> live) {
        this.vertx = vertx;
        this.reloadState = reloadState;
        this.web = web;
        this.live = live;
    }

    /**
     * A generation takes the place of another one, which is null for the first.
     *
     * @param hopeless is told when the first generation's cluster cannot be read as it is configured
     */
    void follow(Generation old, Generation next, Consumer<String> hopeless) {
        tokens = next.settings().get(Setting.AUTH).equals("kubernetes")
                ? Optional.of(new TokenAccess(
                        next.cluster().reviews(), next.settings().list(Setting.AUTH_AUDIENCES)))
                : Optional.empty();
        if (old == null || old.cluster() != next.cluster() || !readsAsMuch(old, next)) {
            endCheckup();
            checkup = Checkup.begin(
                    vertx, next.cluster().link(), next.settings().reads(), old == null ? hopeless : reason -> {});
        }
    }

    private static boolean readsAsMuch(Generation old, Generation next) {
        return old.settings().reads().equals(next.settings().reads());
    }

    /** How bearer tokens are looked at while a generation is live, and after it until another one is. */
    Optional<TokenAccess> tokens() {
        return tokens;
    }

    /** From now on the program is not ready any more. */
    void stopping() {
        stopping = true;
        endCheckup();
    }

    private void endCheckup() {
        Checkup now = checkup;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public Map<String, String> facts() {
        Generation now = live.get();
        Map<String, String> facts = new LinkedHashMap<>(
                now == null ? Map.of() : now.cluster().link().facts());
        if (now != null) {
            facts.putAll(now.settings().reads().facts());
        }
        facts.put("Generation", Integer.toString(reloadState.generation()));
        return facts;
    }

    @Override
    public String problem() {
        List<String> problems = new ArrayList<>();
        problems.add(reloadState.problem());
        problems.addAll(reloadState.restartNeeded());
        problems.add(web.problem());
        problems.add(tokens.map(access -> access.reviews().problem()).orElse(""));
        Generation now = live.get();
        if (now != null) {
            problems.addAll(now.cluster().link().problems());
        }
        Checkup check = checkup;
        if (check != null) {
            problems.addAll(check.problems());
        }
        return problems.stream()
                .filter(problem -> !problem.isEmpty())
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** Whether requests should be sent here. Problems alone do not change that: the last good routes go on answering. */
    Readiness readiness() {
        if (stopping) {
            return new Readiness(false, "stopping\n");
        }
        Generation now = live.get();
        String problems = problem();
        if (now != null && !now.cluster().link().hasCredentials()) {
            return new Readiness(
                    false,
                    problems.isEmpty()
                            ? "not ready: the credentials for the cluster are not there yet\n"
                            : "not ready:\n" + problems + "\n");
        }
        return new Readiness(true, problems.isEmpty() ? "ready\n" : "ready, but:\n" + problems + "\n");
    }
}
