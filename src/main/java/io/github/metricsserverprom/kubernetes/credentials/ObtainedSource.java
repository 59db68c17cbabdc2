// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Keeps a credential that is costly to obtain (a plugin, a request to a provider) until it is due or refused. A refused credential is
 * replaced once: another attempt within seconds is not made, so that a burst of refusals or failures cannot become a burst of plugin
 * runs.
 */
final class ObtainedSource implements CredentialSource {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Supplier<Credential> obtain;
    private final Clock clock;
    private Credential credential;
    private Instant obtainedAt = Instant.MIN;
    private AccessException failure;
    private Instant failedAt = Instant.MIN;

    ObtainedSource(Supplier<Credential> obtain, Clock clock) {
        this.obtain = obtain;
        this.clock = clock;
    }

    @Override
    public synchronized Credential current(boolean rejected) {
        Instant now = clock.instant();
        if (credential != null && !rejected && now.isBefore(credential.refreshAt())) {
            return credential;
        }
        if (credential != null && rejected && now.isBefore(after(obtainedAt))) {
            return credential;
        }
        if (failure != null && now.isBefore(after(failedAt))) {
            return keepOr(failure, rejected, now);
        }
        try {
            credential = obtain.get();
            obtainedAt = now;
            failure = null;
            return credential;
        } catch (AccessException e) {
            failure = e;
            failedAt = clock.instant();
            return keepOr(e, rejected, now);
        }
    }

    /** A credential that is due but neither refused nor expired serves on while a new one cannot be had. */
    private Credential keepOr(AccessException reason, boolean rejected, Instant now) {
        if (credential != null && !rejected && now.isBefore(credential.expiresAt())) {
            return credential;
        }
        throw reason;
    }

    private static Instant after(Instant time) {
        return time.equals(Instant.MIN) ? time : time.plus(PAUSE);
    }
}
