// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Diagnoses;
import io.github.metricsserverprom.kubernetes.failure.Diagnosis;
import io.github.metricsserverprom.selection.ReadPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What is found on the way to a cluster, step by step, in the manner of the original's {@code [init]} lines. Steps after one that
 * everything depends on are left out when it fails.
 *
 * @param checks in the order they were made
 * @param verdict what follows from them
 */
public record StartupReport(List<Check> checks, Verdict verdict) {

    /** What follows from the checks. */
    public enum Verdict {
        /** Metrics can be read. */
        READY,
        /** The cluster does not answer or does not let in at the moment: trying again may help. */
        NOT_NOW,
        /** The configuration cannot work: somebody has to edit it. */
        CANNOT_WORK
    }

    private static final String METRICS_API = "/apis/metrics.k8s.io/v1beta1";
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final ObjectMapper JSON = new ObjectMapper();

    public StartupReport {
        checks = List.copyOf(checks);
    }

    /**
     * Makes the checks. Blocks, at most as long as the limit and a credential plugin take; never throws.
     *
     * @param plan what is read of the cluster, for which rights are needed
     */
    public static StartupReport of(ClusterAccess access, String context, ReadPlan plan, Duration limit) {
        return new Maker(access, context, plan, limit).make();
    }

    /** The report when not even {@link ClusterAccess#open} succeeded. */
    public static StartupReport of(AccessException failure) {
        Diagnosis diagnosis = Diagnoses.of(failure, "");
        return new StartupReport(
                List.of(Check.fail("configuration", diagnosis.reason(), diagnosis.advice())), Verdict.CANNOT_WORK);
    }

    /** Whether no check failed. */
    public boolean ok() {
        return checks.stream().noneMatch(check -> check.status() == Check.Status.FAIL);
    }

    /** Collects the checks of one report. */
    private static final class Maker {

        private final ClusterAccess access;
        private final String context;
        private final ReadPlan plan;
        private final Duration limit;
        private final List<Check> checks = new ArrayList<>();
        private String server = "the API server";

        Maker(ClusterAccess access, String context, ReadPlan plan, Duration limit) {
            this.access = access;
            this.context = context;
            this.plan = plan;
            this.limit = limit;
        }

        StartupReport make() {
            try {
                describe(access.describe(context));
                ApiProbe probe = new ApiProbe(access.client(context), Clock.systemUTC(), limit);
                Verdict verdict = reach(probe);
                return new StartupReport(checks, verdict);
            } catch (AccessException e) {
                Diagnosis diagnosis = Diagnoses.of(e, server);
                checks.add(Check.fail("configuration", diagnosis.reason(), diagnosis.advice()));
                return new StartupReport(checks, verdict(diagnosis));
            }
        }

        private void describe(ClusterDescription found) {
            server = found.server().toString();
            String sources = found.sources().stream().map(String::valueOf).collect(Collectors.joining(", "));
            checks.add(Check.ok(found.inCluster() ? "service account" : "kubeconfig", sources));
            checks.add(Check.ok("context", found.context() + " (cluster " + found.cluster() + ")"));
            checks.add(Check.ok("user", found.user() + ", " + found.userKind()));
            checks.add(Check.ok("server", server + (found.proxy() == null ? "" : " by way of " + found.proxy())));
            checks.add(Check.ok("tls", found.tls()));
            for (String warning : found.warnings()) {
                Diagnosis parts = Diagnoses.of(AccessException.configuration(warning), server);
                checks.add(Check.warn("access", parts.reason(), parts.advice()));
            }
            for (String failure : found.failures()) {
                Diagnosis parts = Diagnoses.of(AccessException.credentials(failure), server);
                checks.add(Check.fail("access", parts.reason(), parts.advice()));
            }
        }

        private Verdict reach(ApiProbe probe) {
            try {
                ApiProbe.Answer version = probe.get("/version");
                if (version.code() == 401) {
                    return failed("reachable", Diagnoses.ofStatus(401, version.body(), server));
                }
                checks.add(Check.ok("reachable", server + version(version)));
                ApiProbe.Answer metrics = probe.get(METRICS_API);
                if (!metrics.success()) {
                    return failed("metrics API", metricsApi(metrics));
                }
                checks.add(Check.ok("metrics API", "metrics.k8s.io/v1beta1 is registered and answers"));
                checks.add(Check.ok("reads", plan.toString()));
                rights(probe);
                return checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL)
                        ? Verdict.NOT_NOW
                        : Verdict.READY;
            } catch (ExecutionException | TimeoutException e) {
                return failed(
                        checks.get(checks.size() - 1).name().equals("reachable") ? "metrics API" : "reachable",
                        Diagnoses.of(e, server));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Verdict.NOT_NOW;
            }
        }

        private Diagnosis metricsApi(ApiProbe.Answer answer) {
            Diagnosis plain = Diagnoses.ofStatus(answer.code(), answer.body(), server);
            return switch (answer.code()) {
                case 404 ->
                    new Diagnosis(
                            Diagnosis.Kind.NOT_FOUND,
                            "metrics.k8s.io/v1beta1 is not registered at " + server + " (404)",
                            "install metrics-server in the cluster");
                case 503 ->
                    new Diagnosis(
                            Diagnosis.Kind.UNAVAILABLE,
                            "metrics.k8s.io/v1beta1 is registered at " + server
                                    + ", but metrics-server does not answer (503)",
                            plain.advice());
                default -> plain;
            };
        }

        /** The metrics API answers, so what goes wrong here is no reason not to begin. */
        private void rights(ApiProbe probe) throws InterruptedException {
            Rights needed = Rights.of(plan);
            try {
                Map<Right, Check> found = new LinkedHashMap<>();
                for (Right right : needed.usage()) {
                    found.put(right, right(probe, right));
                }
                boolean none = found.values().stream()
                        .allMatch(check -> check.status() != Check.Status.OK
                                && check.text().startsWith("may not"));
                found.values()
                        .forEach(check ->
                                checks.add(none ? Check.fail(check.name(), check.text(), check.advice()) : check));
                for (Right right : needed.facts()) {
                    checks.add(right(probe, right));
                }
                if (needed.unasked() > 0) {
                    checks.add(Check.ok("rights", "not asked for " + needed.unasked() + " further namespaces"));
                }
            } catch (ExecutionException | TimeoutException e) {
                checks.add(Check.warn(
                        "rights",
                        "they could not be asked for: "
                                + Diagnoses.of(e, server).reason(),
                        "the first scrape will tell"));
            }
        }

        private Check right(ApiProbe probe, Right right)
                throws ExecutionException, TimeoutException, InterruptedException {
            ApiProbe.Answer answer = probe.post(REVIEWS, review(right));
            try {
                if (answer.success()) {
                    boolean allowed = JSON.readTree(answer.body())
                            .path("status")
                            .path("allowed")
                            .asBoolean(false);
                    return allowed
                            ? Check.ok("rights", "may " + right.words())
                            : Check.warn(
                                    "rights",
                                    "may not " + right.words(),
                                    "allow it with a " + (right.namespace() == null ? "ClusterRole" : "Role")
                                            + ", or run without it");
                }
            } catch (JsonProcessingException e) {
                // Said below: an answer that cannot be read tells nothing about the right.
            }
            return Check.warn(
                    "rights",
                    "whether it may " + right.words() + " is unknown (the review was answered with " + answer.code()
                            + ")",
                    "the first scrape will tell");
        }

        private static String review(Right right) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("group", right.group());
            attributes.put("resource", right.resource());
            attributes.put("verb", right.verb());
            if (right.namespace() != null) {
                attributes.put("namespace", right.namespace());
            }
            Map<String, Object> review = Map.of(
                    "apiVersion", "authorization.k8s.io/v1",
                    "kind", "SelfSubjectAccessReview",
                    "spec", Map.of("resourceAttributes", attributes));
            try {
                return JSON.writeValueAsString(review);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("plain values must be writable", e);
            }
        }

        private Verdict failed(String name, Diagnosis diagnosis) {
            checks.add(Check.fail(name, diagnosis.reason(), diagnosis.advice()));
            return verdict(diagnosis);
        }

        private static Verdict verdict(Diagnosis diagnosis) {
            return diagnosis.isConfiguration() ? Verdict.CANNOT_WORK : Verdict.NOT_NOW;
        }

        private static String version(ApiProbe.Answer answer) {
            try {
                String version = JSON.readTree(answer.body()).path("gitVersion").asText("");
                return version.matches("[\\w.+-]{1,60}") ? ", Kubernetes " + version : " answers";
            } catch (JsonProcessingException e) {
                return " answers";
            }
        }
    }
}
