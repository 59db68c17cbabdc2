// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the document, skipping sees what Jackson's own parser sees. */
class SkippingJsonParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"labels\":{}}",
                "{\"labels\":{\"a\":\"b\"}}",
                "{\"labels\":{\"a\":\"b\",\"c\":\"\"},\"after\":1}",
                "{\"labels\":{\"a\":\"b\",}}",
                "{\"labels\":{\"a\":\"b\"\"c\":\"d\"}}",
                "{\"labels\":{\"a\":\"b\",\"c\"}}",
                "{\"labels\":{\"a\" : \"b\" , \"c\" : \"d\"}}",
                "{\"labels\":{\"a\":1,\"b\":{\"c\":\"d\"},\"e\":[\"f\"]}}",
                "{\"labels\":{\"a\":\"\\\"}\",\"b\":\"c\"}}",
                "{\"labels\":{\"a\":\"\\x\"}}",
                "{\"labels\":{\"a\":\"\u00e4\"}}",
                "{\"labels\":{\"a\":\"\u0001\"}}",
                "{\"labels\":{\"a\":\"b\"]",
                "{\"labels\":{\"a\":\"b",
                "{\"labels\":{\"a\":\"b\"",
                "{\"labels\":{\"a\":\"b\"}",
                "{\"labels\":[{\"a\":\"b\"},{\"c\":\"d\"}]}",
                "{\"labels\":\"text\",\"after\":{\"labels\":{\"a\":\"b\"}}}",
            })
    void tableOfForms(String text) {
        assertThat(seen(new SkippingJsonFactory(), text, 8192)).isEqualTo(seen(new JsonFactory(), text, 8192));
    }

    @Property(tries = 1000)
    void anyDocumentInAnyPieces(
            @ForAll("documents") String text, @ForAll("cuts") int cut, @ForAll("chunks") int chunk) {
        String torn = text.substring(0, Math.min(text.length(), cut));
        assertThat(seen(new SkippingJsonFactory(), torn, chunk)).isEqualTo(seen(new JsonFactory(), torn, chunk));
    }

    @Property(tries = 1000)
    void anyDocumentWithOneByteChanged(
            @ForAll("documents") String text, @ForAll("cuts") int place, @ForAll("bytes") char other) {
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(place % text.length(), other);
        assertThat(seen(new SkippingJsonFactory(), changed.toString(), 8192))
                .isEqualTo(seen(new JsonFactory(), changed.toString(), 8192));
    }

    /** Long documents now and then, whose objects lie across the end of the parser's buffer. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("ab{}[],:\"\\ \n\u00e4\u20ac.-/")
                .ofMaxLength(12);
        Arbitrary<String> plain = Arbitraries.strings().alpha().withChars("./-").ofMaxLength(40);
        Arbitrary<String> member = Combinators.combine(
                        plain, Arbitraries.frequencyOf(Tuple.of(9, plain), Tuple.of(1, text)))
                .as((name, value) -> quoted(name) + ":" + quoted(value));
        Arbitrary<String> labels = member.list().ofMaxSize(12).map(members -> "{" + String.join(",", members) + "}");
        return Combinators.combine(
                        labels.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.frequency(Tuple.of(30, 1), Tuple.of(1, 300)))
                .as((objects, times) -> {
                    StringBuilder items = new StringBuilder("{\"items\":[");
                    for (int i = 0; i < times; i++) {
                        for (String object : objects) {
                            items.append(items.length() > 10 ? "," : "").append("{\"labels\":" + object + ",\"n\":1}");
                        }
                    }
                    return items.append("]}").toString();
                });
    }

    @Provide
    Arbitrary<Integer> cuts() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 2000)),
                Tuple.of(1, Arbitraries.integers().between(2000, 200_000)),
                Tuple.of(3, Arbitraries.just(Integer.MAX_VALUE)));
    }

    @Provide
    Arbitrary<Integer> chunks() {
        return Arbitraries.of(1, 7, 100, 8192, 1 << 20);
    }

    @Provide
    Arbitrary<Character> bytes() {
        return Arbitraries.of('"', '\\', '{', '}', '[', ']', ':', ',', ' ', 'x', '0', '\u0000', '\u001f', '\u007f');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** Every token outside of what is skipped, and how the document ended. */
    private static List<String> seen(JsonFactory factory, String text, int chunk) {
        List<String> seen = new ArrayList<>();
        try (JsonParser parser = factory.createParser(inPieces(text.getBytes(StandardCharsets.UTF_8), chunk))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                seen.add(token + " " + parser.currentName() + " " + parser.getText());
                if (token.isStructStart() && "labels".equals(parser.currentName())) {
                    parser.skipChildren();
                    seen.add("behind " + parser.currentToken() + " in "
                            + parser.getParsingContext().pathAsPointer());
                }
            }
        } catch (JsonProcessingException e) {
            seen.add("no JSON");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return seen;
    }

    private static InputStream inPieces(byte[] bytes, int chunk) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(chunk, length));
            }
        };
    }
}
