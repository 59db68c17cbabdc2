// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageBufferTest {

    @ParameterizedTest(name = "{0} bytes with hint {1}")
    @CsvSource({
        "0, 0",
        "0, 100000",
        "1, 0",
        "4096, 0",
        "4097, 0",
        "100000, 0",
        "100000, 1",
        "100000, 100000",
        "100000, 99999",
        "5000000, 0",
        "5000000, 4000000",
        "60000000, 0",
    })
    void returnsWhatWasWritten(int size, long hint) {
        byte[] written = randomBytes(size);

        PageBuffer page = filled(written, hint);

        assertThat(page.size()).isEqualTo(size);
        ByteBuffer result = page.toByteBuffer();
        assertThat(result.capacity()).isEqualTo(size);
        assertThat(result.remaining()).isEqualTo(size);
        assertThat(result).isEqualTo(ByteBuffer.wrap(written));
    }

    @Test
    void aPageOfTheSizeOfTheLastOneStaysInOneChunk() {
        byte[] written = randomBytes(1_000_000);

        assertThat(filled(written, 1_000_000).chunks()).hasSize(1);
        assertThat(filled(written, 980_000).chunks()).hasSize(1);
        assertThat(filled(written, 0).chunks()).hasSizeBetween(2, 40);
    }

    @Test
    void theMemoryOfAPageThatWasReleasedIsUsedAgain() {
        PageMemory memory = new PageMemory(64 << 20);
        PageBuffer first = filled(randomBytes(3_000_000), new PageBuffer(memory));
        Set<byte[]> arrays = arrays(first);
        first.release();

        byte[] written = randomBytes(3_000_000);
        PageBuffer second = filled(written, new PageBuffer(memory));

        assertThat(second.toByteBuffer()).isEqualTo(ByteBuffer.wrap(written));
        assertThat(shared(arrays, arrays(second))).isGreaterThan(40);
    }

    @Test
    void whatIsNotReleasedStaysAsItIs() {
        PageMemory memory = new PageMemory(64 << 20);
        byte[] written = randomBytes(2_000_000);
        PageBuffer first = filled(written, new PageBuffer(memory));
        filled(randomBytes(2_000_000), new PageBuffer(memory)).release();

        filled(randomBytes(4_000_000), new PageBuffer(memory));

        assertThat(first.toByteBuffer()).isEqualTo(ByteBuffer.wrap(written));
    }

    @Test
    void memoryOfPartsIsReleasedWithTheWholeAndOnlyOnce() {
        PageMemory memory = new PageMemory(64 << 20);
        PageBuffer page = new PageBuffer(memory);
        PageBuffer part = filled(randomBytes(1_000_000), page.another());
        Set<byte[]> arrays = arrays(part);
        page.append(part);

        part.release();
        assertThat(shared(arrays, arrays(filled(randomBytes(1_000_000), new PageBuffer(memory)))))
                .isZero();
        page.release();
        page.release();
        PageBuffer one = filled(randomBytes(1_000_000), new PageBuffer(memory));
        PageBuffer other = filled(randomBytes(1_000_000), new PageBuffer(memory));

        assertThat(shared(arrays, arrays(one))).isGreaterThan(10);
        assertThat(shared(arrays(one), arrays(other))).isZero();
    }

    @Test
    void memoryThatIsKeptIsBounded() {
        PageMemory memory = new PageMemory(1 << 20);
        PageBuffer large = filled(randomBytes(4_000_000), new PageBuffer(memory));
        Set<byte[]> arrays = arrays(large);
        large.release();

        assertThat(shared(arrays, arrays(filled(randomBytes(4_000_000), new PageBuffer(memory)))))
                .isEqualTo((1 << 20) / PageMemory.ARRAY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {90_000, 130_000, 150_000, 300_000, 1_000_000, 5_000_000})
    void littleOfWhatAPageHoldsIsEmpty(int size) {
        PageBuffer page = filled(randomBytes(size), new PageBuffer(new PageMemory(0)));

        assertThat(arrays(page).stream().mapToLong(array -> array.length).sum()).isLessThan(size * 8L / 5);
    }

    @Test
    void smallPagesTakeNothingFromTheMemory() {
        PageMemory memory = new PageMemory(1 << 20);

        assertThat(arrays(filled(randomBytes(50_000), new PageBuffer(memory))))
                .allSatisfy(array -> assertThat(array.length).isLessThan(PageMemory.ARRAY_BYTES));
    }

    private static Set<byte[]> arrays(PageBuffer page) {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        page.chunks().forEach(chunk -> arrays.add(chunk.bytes()));
        return arrays;
    }

    private static long shared(Set<byte[]> some, Set<byte[]> others) {
        return others.stream().filter(some::contains).count();
    }

    @Test
    void aPieceLargerThanAChunkIsTaken() {
        PageBuffer page = new PageBuffer();
        byte[] piece = randomBytes(50_000);
        page.append(new byte[] {1});
        page.append(piece);
        page.append(new byte[] {2});

        ByteBuffer result = page.toByteBuffer();
        assertThat(result.capacity()).isEqualTo(50_002);
        assertThat(result.slice(1, 50_000)).isEqualTo(ByteBuffer.wrap(piece));
    }

    @ParameterizedTest(name = "{0} bytes, level {1}")
    @CsvSource({"0, 1", "1, 6", "100000, 1", "3000000, 1", "3000000, 9"})
    void gzipIsReadByTheJdk(int size, int level) throws IOException {
        byte[] written = new byte[size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) {
            written[i] = (byte) random.nextInt(4);
        }

        ByteBuffer compressed = filled(written, 0).toGzip(level);

        byte[] bytes = new byte[compressed.remaining()];
        assertThat(compressed.capacity()).isEqualTo(bytes.length);
        compressed.get(bytes);
        try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            assertThat(input.readAllBytes()).isEqualTo(written);
        }
    }

    @Test
    void gzipOfPiecesThatDoNotShrinkIsReadByTheJdk() throws IOException {
        byte[] written = randomBytes(5_000_000);

        ByteBuffer compressed = filled(written, 0).toGzip(1);

        try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(compressed.array()))) {
            assertThat(input.readAllBytes()).isEqualTo(written);
        }
    }

    @Test
    void whatAnotherBufferHoldsIsAppended() {
        byte[] written = randomBytes(100_000);
        PageBuffer page = new PageBuffer();
        page.append(new byte[] {1});
        page.append(filled(written, 0));
        page.append(new PageBuffer());
        page.append(new byte[] {2});

        ByteBuffer result = page.toByteBuffer();
        assertThat(page.size()).isEqualTo(100_002);
        assertThat(result.slice(1, 100_000)).isEqualTo(ByteBuffer.wrap(written));
        assertThat(result.get(100_001)).isEqualTo((byte) 2);
    }

    @Test
    void higherLevelsAreSmaller() {
        byte[] text = "kube_metrics_server_node_cpu{node=\"worker\"} 12345\n"
                .repeat(5000)
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(filled(text, 0).toGzip(9).capacity())
                .isLessThan(filled(text, 0).toGzip(1).capacity());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void otherLevelsAreRefused(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PageBuffer().toGzip(level))
                .withMessage("gzip level " + level + " is outside of 1..9");
    }

    private static PageBuffer filled(byte[] bytes, long hint) {
        return filled(bytes, new PageBuffer(hint));
    }

    private static PageBuffer filled(byte[] bytes, PageBuffer page) {
        int piece = 1;
        for (int from = 0; from < bytes.length; from += piece) {
            piece = Math.min(bytes.length - from, 1 + from % 997);
            byte[] target = page.reserve(piece + 30);
            System.arraycopy(bytes, from, target, page.position(), piece);
            page.advanceTo(page.position() + piece);
        }
        return page;
    }

    private static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
