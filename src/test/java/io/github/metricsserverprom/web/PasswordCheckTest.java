// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which passwords are right, and how much work may be asked for. */
class PasswordCheckTest {

    private final PasswordCheck check = new PasswordCheck();

    @AfterEach
    void close() {
        check.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PasswordHash hash(int cost, String password) {
        return PasswordHash.parse(new String(
                BCrypt.with(BCrypt.Version.VERSION_2Y).hash(cost, bytes(password)), StandardCharsets.US_ASCII));
    }

    /** The hashes are those of OpenBSD's and John the Ripper's tests, and the toolkit's own. */
    @ParameterizedTest
    @CsvSource({
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, U*U, true",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK, U*U*, true",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK, U*U, false",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy, '', true",
        "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi, fakepassword, true",
        "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi, Fakepassword, false"
    })
    void knownHashesMatchTheirPasswords(String hash, String password, boolean matches) {
        assertThat(PasswordHash.parse(hash).matches(bytes(password))).isEqualTo(matches);
    }

    @Test
    void asInGoOnlySeventyTwoBytesOfAPasswordCount() {
        PasswordHash hash = hash(4, "x".repeat(72));

        assertThat(hash.matches(bytes("x".repeat(72)))).isTrue();
        assertThat(hash.matches(bytes("x".repeat(100)))).isTrue();
        assertThat(hash.matches(bytes("x".repeat(71)))).isFalse();
    }

    @Test
    void rightAndWrongPasswordsAndStrangersAreToldApart() {
        Map<String, PasswordHash> users = Map.of("alice", hash(4, "pässword"), "bob", hash(6, "other"));

        assertThat(check.check(users, "alice", bytes("pässword")).join()).isTrue();
        assertThat(check.check(users, "alice", bytes("other")).join()).isFalse();
        assertThat(check.check(users, "bob", bytes("other")).join()).isTrue();
        assertThat(check.check(users, "mallory", bytes("other")).join()).isFalse();
        assertThat(check.check(users, "", new byte[0]).join()).isFalse();
    }

    @Test
    void whatWasFoundIsRememberedUntilTheHashIsAnother() {
        Map<String, PasswordHash> users = Map.of("alice", hash(4, "secret"));
        check.check(users, "alice", bytes("secret")).join();
        check.check(users, "alice", bytes("wrong")).join();

        assertThat(check.check(users, "alice", bytes("secret")).isDone()).isTrue();
        assertThat(check.check(users, "alice", bytes("wrong")).isDone()).isTrue();
        Map<String, PasswordHash> changed = Map.of("alice", hash(4, "wrong"));
        assertThat(check.check(changed, "alice", bytes("secret")).join()).isFalse();
        assertThat(check.check(changed, "alice", bytes("wrong")).join()).isTrue();
    }

    @Test
    void guessingPushesOutNobodyWhoKnows() {
        Map<String, PasswordHash> users = Map.of("alice", hash(4, "secret"));
        check.check(users, "alice", bytes("secret")).join();
        for (int i = 0; i < 300; i++) {
            check.check(users, "alice", bytes("guess " + i)).join();
        }

        assertThat(check.check(users, "alice", bytes("secret")).isDone()).isTrue();
    }

    @Test
    void aFloodOfGuessesIsTurnedAwayWhileOneIsCheckedAndAskersOfTheSameShareOneCheck() {
        Map<String, PasswordHash> users = Map.of("alice", hash(12, "secret"));
        List<CompletableFuture<Boolean>> flood = new ArrayList<>();
        CompletableFuture<Boolean> honest = check.check(users, "alice", bytes("secret"));
        for (int i = 0; i < 100; i++) {
            flood.add(check.check(users, "alice", bytes("guess " + i)));
        }

        assertThat(check.check(users, "alice", bytes("secret"))).isSameAs(honest);
        List<CompletableFuture<Boolean>> refused = flood.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .toList();
        assertThat(refused).hasSizeBetween(100 - 18, 100 - 16);
        assertThatThrownBy(refused.get(0)::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(honest.join()).isTrue();
    }
}
