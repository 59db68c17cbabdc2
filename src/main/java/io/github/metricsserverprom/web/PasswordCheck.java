// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Checks passwords without letting anybody burn more than one core with them: one thread of its own checks one password
 * after another, a few wait, more are turned away, and what was found is remembered. Right and wrong ones are remembered
 * apart, so that guessing does not push out those who know. Thread-safe.
 *
 * <p>An unknown user, and a wrong password of any user, cost the same time.
 */
final class PasswordCheck implements AutoCloseable {

    private static final int WAITING = 16;
    private static final int REMEMBERED = 100;

    /** Right and wrong passwords stay so until the file changes, which changes the key. */
    private static final Duration FOREVER = Duration.ofDays(365);

    private final SecretDigest digest = new SecretDigest();
    private final ExpiringCache<Boolean> right = new ExpiringCache<>(REMEMBERED, FOREVER, System::nanoTime);
    private final ExpiringCache<Boolean> wrong = new ExpiringCache<>(REMEMBERED, FOREVER, System::nanoTime);
    private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker;

    PasswordCheck() {
        this.worker = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), PasswordCheck::thread);
        worker.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "password-check");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Whether the password is the user's. Does not block.
     *
     * @return fails with {@link RejectedExecutionException} when too many checks are waiting
     */
    CompletableFuture<Boolean> check(Map<String, PasswordHash> users, String user, byte[] password) {
        PasswordHash hash = users.get(user);
        byte[] hashText = hash == null ? new byte[0] : hash.text().getBytes(StandardCharsets.US_ASCII);
        String key = digest.of(user.getBytes(StandardCharsets.UTF_8), hashText, password);
        Optional<Boolean> known = right.get(key).or(() -> wrong.get(key));
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        int highest = users.values().stream().mapToInt(PasswordHash::cost).max().orElse(PasswordHash.LOWEST_COST);
        try {
            worker.execute(() -> finish(key, mine, hash, highest, password));
        } catch (RejectedExecutionException e) {
            underWay.remove(key);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private void finish(
            String key, CompletableFuture<Boolean> answer, PasswordHash hash, int highest, byte[] password) {
        try {
            boolean matches = matches(hash, highest, password);
            (matches ? right : wrong).put(key, matches);
            underWay.remove(key);
            answer.complete(matches);
        } catch (RuntimeException | Error e) {
            underWay.remove(key);
            answer.completeExceptionally(e);
        }
    }

    /** The time of a check doubles with each step of cost, so the steps that are missing add up to that of the highest. */
    private static boolean matches(PasswordHash hash, int highest, byte[] password) {
        if (hash == null) {
            PasswordHash.spend(highest, password);
            return false;
        }
        if (hash.matches(password)) {
            return true;
        }
        for (int cost = hash.cost(); cost < highest; cost++) {
            PasswordHash.spend(cost, password);
        }
        return false;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
