// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Makes tokens for one exec entry, each with credentials and files as they are at that moment. */
public final class EksTokens implements Supplier<EksToken> {

    private static final Logger LOG = LoggerFactory.getLogger(EksTokens.class);

    /** EKS accepts a token for 15 minutes; the tools say 14. */
    private static final Duration VALID = Duration.ofMinutes(14);

    private static final Duration REFRESH = Duration.ofMinutes(10);
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Pattern EKS_HOST = Pattern.compile("\\.([a-z]{2,4}(?:-[a-z]+)+-\\d+)\\.eks\\.");
    private static final String LAST_RESORT = "us-east-1";

    private final EksRequest request;
    private final Map<String, String> variables;
    private final URI server;
    private final Duration limit;
    private final Clock clock;
    /** Whose credentials the last token was made with, so that the log tells of each change. */
    private volatile String lastSource;

    /**
     * @param variables environment the command would run in
     * @param server API server, whose host name tells the region when nothing else does
     * @param limit time limit for one request to AWS
     */
    public EksTokens(EksRequest request, Map<String, String> variables, URI server, Duration limit, Clock clock) {
        this.request = request;
        this.variables = Map.copyOf(variables);
        this.server = server;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Makes a token. Blocks when credentials come over the network.
     *
     * @throws io.github.metricsserverprom.kubernetes.failure.AccessException if there are no credentials
     */
    @Override
    public EksToken get() {
        AwsEnvironment environment = new AwsEnvironment(variables, request.profile());
        String region = region(environment);
        AwsIdentity identity = new AwsCredentials(environment, region, limit).get(request);
        AwsCredentialsIdentity credentials = identity.credentials();
        if (!identity.source().equals(lastSource)) {
            lastSource = identity.source();
            LOG.info("Tokens for EKS are made cluster={} source=\"{}\"", request.cluster(), lastSource);
        }
        String token = new TokenSigner(clock).sign(credentials, region, request.cluster(), environment);
        Instant now = clock.instant();
        Instant end = credentials.expirationTime().orElse(Instant.MAX);
        return new EksToken(
                token,
                earlier(now.plus(REFRESH), end.equals(Instant.MAX) ? end : end.minus(MARGIN)),
                earlier(now.plus(VALID), end));
    }

    private String region(AwsEnvironment environment) {
        return Optional.ofNullable(request.region())
                .or(() -> environment.profile().flatMap(profile -> profile.property("region")))
                .or(this::regionOfServer)
                .orElse(LAST_RESORT);
    }

    private Optional<String> regionOfServer() {
        Matcher matcher = EKS_HOST.matcher(String.valueOf(server.getHost()));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
