// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedTextsTest {

    private final SharedTexts texts = new SharedTexts();

    private String ofBytes(String text) {
        byte[] bytes = (">" + text + "<").getBytes(StandardCharsets.UTF_8);
        return texts.of(bytes, 1, bytes.length - 2);
    }

    private String ofJson(String value) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(value)) {
            return texts.of(parser, parser.nextToken());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "kube-system", "istio-proxy", "a\0b"})
    void theSameTextIsTheSameObjectInWhateverFormItCame(String text) throws IOException {
        String first = ofBytes(text);

        assertThat(first).isEqualTo(text);
        assertThat(ofBytes(text)).isSameAs(first);
        assertThat(ofJson('"' + text.replace("\0", "\\u0000") + '"')).isSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\u00fc\u00dfe", "\u00e9", "\u65e5\u672c", "\ud83d\ude00"})
    void textsBeyondAsciiAreReadAsTheyAre(String text) throws IOException {
        assertThat(ofBytes(text)).isEqualTo(text);
        assertThat(ofJson('"' + text + '"')).isEqualTo(text);
        assertThat(ofBytes(text)).isEqualTo(text);
    }

    /** A byte of a longer character is no character of its own, although some share their low bits with one. */
    @Test
    void bytesAreNotTakenForTheCharactersOfAnotherText() {
        byte[] bytes = "\u00e9".getBytes(StandardCharsets.UTF_8);

        assertThat(SharedTexts.is("\u00c3\u00a9", bytes, 0, bytes.length)).isFalse();
        assertThat(SharedTexts.is("e", "xey".getBytes(StandardCharsets.UTF_8), 1, 1))
                .isTrue();
    }

    @Test
    void moreTextsThanThereIsRoomForAreReadAllTheSame() throws IOException {
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, 20_000)
                    .forEach(i -> assertThat(ofBytes("name-" + i)).isEqualTo("name-" + i));
        }
        assertThat(ofJson("\"name-7\"")).isEqualTo("name-7");
    }

    @Test
    void textsThatNoNameCanBeAreNotKept() {
        String longest = "x".repeat(253);

        assertThat(ofBytes(longest)).isSameAs(ofBytes(longest));
        assertThat(ofBytes(longest + "y")).isEqualTo(longest + "y").isNotSameAs(ofBytes(longest + "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[\"a\"]", "{\"a\":1}"})
    void whatIsNoStringIsNoText(String value) throws IOException {
        assertThat(ofJson(value)).isEmpty();
    }
}
