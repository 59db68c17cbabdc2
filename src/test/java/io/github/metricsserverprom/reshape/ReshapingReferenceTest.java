// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.model.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds RESHAPING.md to what Camel makes of its expressions and to the steps there are. */
final class ReshapingReferenceTest {

    private static final Path REFERENCE = Path.of("src/docs/RESHAPING.md");
    private static final Pattern ROW = Pattern.compile("\\| `(.*?\\$\\{.*)` \\| `(.*)` \\|");

    private static CamelContext context;

    @BeforeAll
    static void start() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    /** A row of a table of the reference. */
    record Example(String table, String expression, String result) {}

    static List<Example> examples() throws IOException {
        String[] table = {""};
        return Files.readAllLines(REFERENCE).stream()
                .flatMap(line -> {
                    if (line.startsWith("| Expression on") || line.startsWith("| Condition on")) {
                        table[0] = line.split("\\|")[1].strip();
                    }
                    var row = ROW.matcher(line);
                    return row.matches()
                            ? Stream.of(new Example(table[0], row.group(1), row.group(2)))
                            : Stream.empty();
                })
                .toList();
    }

    @Test
    void thereAreExamplesInEveryTable() throws Exception {
        assertThat(examples().stream().collect(Collectors.groupingBy(Example::table, Collectors.counting())))
                .containsOnlyKeys("Expression on the snapshot", "Expression on the pod", "Condition on the pod")
                .allSatisfy((table, rows) -> assertThat(rows).isGreaterThan(5));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExpressionGivesWhatTheReferenceSays(Example example) {
        Exchange exchange = new DefaultExchange(context);
        ClusterSnapshot snapshot = ExampleSnapshot.of(ExampleSnapshot.documented());
        exchange.getMessage()
                .setBody(
                        example.table().endsWith("snapshot")
                                ? snapshot
                                : snapshot.pods().get(0));
        Language simple = context.resolveLanguage("simple");
        String result = example.table().startsWith("Condition")
                ? Boolean.toString(simple.createPredicate(example.expression()).matches(exchange))
                : simple.createExpression(example.expression()).evaluate(exchange, String.class);
        assertThat(result).isEqualTo(example.result());
    }

    @Test
    void everyStepIsInTheReferenceAndIsAMethodOfTheBean() throws Exception {
        String reference = Files.readString(REFERENCE);
        List<String> methods = Arrays.stream(Reshape.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == void.class
                        && Arrays.asList(method.getParameterTypes()).contains(Exchange.class))
                .map(method -> method.getName())
                .filter(name -> !name.equals("apply"))
                .toList();
        assertThat(Arrays.stream(Vocabulary.values()).map(Vocabulary::method))
                .containsExactlyInAnyOrderElementsOf(methods)
                .allSatisfy(method -> assertThat(reference).containsPattern("`" + method + "[(`]"));
    }
}
