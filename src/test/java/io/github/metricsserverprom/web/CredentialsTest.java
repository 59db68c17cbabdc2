// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "Basic, alice:secret, alice, secret",
        "basic, alice:, alice, ''",
        "BASIC, :x, '', x",
        "Basic, alice:a:b, alice, a:b",
        "Basic, älice:pässwörd, älice, pässwörd"
    })
    void aUserAndAPasswordAreParted(String scheme, String pair, String user, String password) {
        String header = scheme + " " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        Credentials.Basic basic = (Credentials.Basic) Credentials.of(header);

        assertThat(basic.user()).isEqualTo(user);
        assertThat(new String(basic.password(), StandardCharsets.UTF_8)).isEqualTo(password);
        assertThat(basic.toString()).doesNotContain("secret", "alice");
    }

    @Test
    void aTokenIsTaken() {
        assertThat(Credentials.of("bearer  eyJ.a-b_c~+/==")).isEqualTo(new Credentials.Bearer("eyJ.a-b_c~+/=="));
        assertThat(Credentials.of("Bearer secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic YWxpY2U=",
                "Basic !!!",
                "Digest a=b",
                "Bearer",
                "Bearer a b",
                "Bearer a\"b",
                "Bearer {}",
                "alice:secret"
            })
    void anythingElseIsNothing(String header) {
        assertThat(Credentials.of(header)).isInstanceOf(Credentials.None.class);
    }
}
