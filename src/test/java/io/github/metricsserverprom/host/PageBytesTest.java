// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.metricsserverprom.exposition.PageBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageBytesTest {

    private static final String TEXT = "first line\nsecond line\n";

    private final AtomicInteger unused = new AtomicInteger();

    private PageBytes bytes() {
        return new PageBytes(
                List.of(
                        ByteBuffer.wrap(TEXT.substring(0, 11).getBytes(StandardCharsets.US_ASCII)),
                        ByteBuffer.wrap(TEXT.substring(11).getBytes(StandardCharsets.US_ASCII))),
                unused::incrementAndGet);
    }

    private static Stream<Consumer<ByteBuf>> reads() {
        return Stream.of(
                bytes -> bytes.getBytes(0, new byte[TEXT.length()]),
                bytes -> bytes.getBytes(0, ByteBuffer.allocate(TEXT.length())),
                bytes -> bytes.getBytes(0, Unpooled.buffer(TEXT.length())),
                bytes -> bytes.toString(StandardCharsets.US_ASCII),
                bytes -> bytes.slice().getBytes(3, new byte[4]),
                bytes -> bytes.getByte(0));
    }

    @Test
    void arePageAndLengthUntilTheyAreSent() {
        Buffer body = (Buffer) new VertxPages().body(new PageBuffer(), unused::incrementAndGet);

        assertThat(bytes().toString(StandardCharsets.US_ASCII)).isEqualTo(TEXT);
        assertThat(body.length()).isZero();
        assertThat(unused).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void cannotBeReadAfterTheyWereSent(Consumer<ByteBuf> read) {
        PageBytes bytes = bytes();
        read.accept(bytes);

        bytes.sent();

        assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(() -> read.accept(bytes));
    }

    @Test
    void whatIsReadWhileTheyAreSentIsNoResult() {
        PageBytes bytes = bytes();
        OutputStream sending = new OutputStream() {
            private int written;

            @Override
            public void write(int b) {
                if (++written == TEXT.length()) {
                    bytes.sent();
                }
            }
        };

        assertThatExceptionOfType(IllegalReferenceCountException.class)
                .isThrownBy(() -> bytes.getBytes(0, sending, TEXT.length()))
                .withMessageContaining("convertBodyTo");
    }

    @Test
    void areUnusedOnceHoweverOftenItIsTold() {
        PageBytes bytes = bytes();
        ByteBuf view = Unpooled.unreleasableBuffer(bytes.slice());

        PageBytes.of(view).orElseThrow().sent();
        bytes.sent();

        assertThat(unused).hasValue(1);
    }

    @Test
    void otherBytesAndPartsOfAPageAreNoPage() {
        assertThat(PageBytes.of(Unpooled.copiedBuffer(TEXT, StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(PageBytes.of(bytes().slice(1, 9))).isEmpty();
        assertThat(PageBytes.of(bytes().readSlice(9))).isEmpty();
    }
}
