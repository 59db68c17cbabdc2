// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.quantity;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading one quantity, beside what fabric8's model does for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuantityBenchmark {

    /** Usual and unusual forms. */
    @Param({"31578422n", "511424Ki", "1.5Gi", "12e3"})
    public String text;

    private char[] characters;

    /** The form in which the parser of the list has it. */
    @Setup
    public void characters() {
        characters = text.toCharArray();
    }

    @Benchmark
    public Quantity parse() {
        return Quantity.parse(characters, 0, characters.length);
    }

    @Benchmark
    public BigDecimal fabric8() {
        return io.fabric8.kubernetes.api.model.Quantity.getAmountInBytes(
                io.fabric8.kubernetes.api.model.Quantity.parse(text));
    }
}
