// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.reshape;

import io.github.metricsserverprom.quantity.Quantity;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConverterLoaderException;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.TypeConverterSupport;

/**
 * Makes comparisons such as <code>${body.cpu} &gt; 0.5</code> true to their numbers. Camel compares two numbers as
 * {@code long} if both convert to it ({@code org.apache.camel.support.ObjectHelper.typeCoerceCompare}), which cuts off
 * what is behind the decimal point: 0.7 would not be more than 0.5. So a quantity does not convert to {@code Long}, and
 * Camel compares as {@code double}, which is exact up to 2^53 bytes.
 *
 * <p>Camel finds it by {@code META-INF/services/org/apache/camel/TypeConverterLoader}.
 */
public final class QuantityComparison implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) throws TypeConverterLoaderException {
        registry.addTypeConverter(Long.class, Quantity.class, new NoWholeNumber());
    }

    private static final class NoWholeNumber extends TypeConverterSupport {

        @Override
        @SuppressWarnings("unchecked") // how a converter says that it has none; the registry never hands it out
        public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
            return (T) MISS_VALUE;
        }
    }
}
