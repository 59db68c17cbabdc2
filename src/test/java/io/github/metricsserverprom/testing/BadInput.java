// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Inputs made of good ones: what the tests of {@code mvn verify} try, and where the fuzzer begins. */
public final class BadInput {

    private static final Path RESOURCES = Path.of("src/test/resources/io/github/metricsserverprom");

    /** Words that turn one JSON document into another one, or into none. */
    public static final String[] JSON = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "1",
        "-1.5e3",
        "1e999",
        "{}",
        "[]",
        "\"\"",
        "[{}]",
        "[1,{}]",
        "\\",
        "\\u0000",
        "\\ud800",
        "\\n",
        "\u00e4",
        "\ud83d\ude00",
        "\"name\":\"a\",",
        "\"namespace\":\"b\",",
        "\"metadata\":{\"name\":\"a\",\"namespace\":\"b\"},",
        "\"items\":[],",
        "{\"name\":\"c\"},",
        "\"labels\":{\"app\":\"x\"},",
        "\"2Ki\"",
        "\"7m\"",
        "\"1e3\"",
        "\"2026-02-30T00:00:00Z\"",
        "\"1h1.5s\"",
        " ",
        "\n"
    };

    /** Words that turn one file of routes into another one, or into none. */
    public static final String[] YAML = {
        "\n",
        "  ",
        "- ",
        ": ",
        "#",
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        "{{",
        "}}",
        "&a ",
        "*a",
        "!!java.net.URL ",
        "|\n",
        "---\n",
        "\t",
        "- route:\n",
        "id: metrics\n",
        "uri: direct:nowhere\n",
        "to: log:a\n",
        "steps:\n",
        "null",
        "true",
        "0"
    };

    private BadInput() {}

    private record Edit(double place, int cut, byte[] put) {}

    /**
     * An input with one change.
     *
     * @param place where, as a part of the input's length
     * @param cut   how many bytes go
     * @param put   what comes in their place
     */
    public static byte[] edited(byte[] input, double place, int cut, byte[] put) {
        int from = (int) (place * input.length);
        int to = Math.min(input.length, from + cut);
        ByteArrayOutputStream edited = new ByteArrayOutputStream(input.length + put.length);
        edited.write(input, 0, from);
        edited.writeBytes(put);
        edited.write(input, to, input.length - to);
        return edited.toByteArray();
    }

    /**
     * The seeds of a fuzz test, in jazzer's layout.
     *
     * @param folder below the resources of the root package, {@code PACKAGE/CLASSInputs/METHOD}
     */
    public static List<byte[]> seeds(String folder) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            List<byte[]> seeds = files.sorted().map(BadInput::bytes).toList();
            if (seeds.isEmpty()) {
                throw new AssertionError("no seeds in " + folder);
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Seeds as they are and with up to six changes: bytes cut out, or replaced by words of the language, by any bytes, or
     * by a part of another seed.
     */
    public static Arbitrary<byte[]> mutations(List<byte[]> seeds, String... words) {
        Arbitrary<byte[]> put = Arbitraries.oneOf(
                Arbitraries.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(4),
                part(seeds));
        Arbitrary<Integer> cut = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0, 8)),
                Tuple.of(2, Arbitraries.integers().between(8, 200)),
                Tuple.of(1, Arbitraries.just(Integer.MAX_VALUE / 2)));
        Arbitrary<Edit> edit = Combinators.combine(Arbitraries.doubles().between(0, 1), cut, put)
                .as(Edit::new);
        return Combinators.combine(Arbitraries.of(seeds), edit.list().ofMaxSize(6))
                .as((seed, edits) -> {
                    byte[] input = seed;
                    for (Edit one : edits) {
                        input = edited(input, one.place(), one.cut(), one.put());
                    }
                    return input;
                });
    }

    private static Arbitrary<byte[]> part(List<byte[]> seeds) {
        return Combinators.combine(
                        Arbitraries.of(seeds),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(1, 120))
                .as((seed, place, length) -> {
                    int from = (int) (place * seed.length);
                    return Arrays.copyOfRange(seed, from, Math.min(seed.length, from + length));
                });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
