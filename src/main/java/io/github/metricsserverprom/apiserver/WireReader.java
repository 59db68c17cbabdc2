// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) field by field while it arrives, without a
 * copy of the whole. Groups, which Kubernetes has none of, are refused. Not thread-safe.
 *
 * <pre>{@code
 * while (reader.next()) {
 *     switch (reader.field()) {
 *         case 1 -> name = reader.text();
 *         default -> reader.skip();
 *     }
 * }
 * }</pre>
 */
public final class WireReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private static final int WIRE_TYPE_BITS = 3;
    private static final int LONGEST_VARINT = 10;
    private static final int BUFFER = 1 << 16;

    /** Kubernetes limits labels to 63 bytes and names to 253; nothing else is read as text. */
    private static final int LONGEST_TEXT = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    private long before;
    private long limit = Long.MAX_VALUE;
    private int field;
    private int wireType;
    private int count;

    /** A reader of a message that ends where the stream does. */
    public WireReader(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    public long offset() {
        return before + position;
    }

    /**
     * Goes on to the next field of the message at hand.
     *
     * @return false at the end of the message
     * @throws MalformedMessageException when there is something else than a field
     */
    public boolean next() throws IOException {
        if (offset() >= limit || limit == Long.MAX_VALUE && !has(1)) {
            return false;
        }
        long tag = varint();
        wireType = (int) tag & (1 << WIRE_TYPE_BITS) - 1;
        long number = tag >>> WIRE_TYPE_BITS;
        if (number < 1 || number > (1 << 29) - 1) {
            throw malformed("a field with the number " + number);
        }
        field = (int) number;
        return true;
    }

    /** The number of the field at hand. */
    public int field() {
        return field;
    }

    /** The value of the field at hand, a whole number. */
    public long number() throws IOException {
        expect(VARINT);
        return varint();
    }

    /**
     * Enters the value of the field at hand, a message.
     *
     * @return to be given to {@link #leave} when its fields are read
     */
    public long enter() throws IOException {
        long length = length();
        long outer = limit;
        limit = offset() + length;
        return outer;
    }

    /** Leaves a message, whether or not its fields were read, for what contains it. */
    public void leave(long outer) throws IOException {
        skip(limit - offset());
        limit = outer;
    }

    /** The value of the field at hand, UTF-8 text. */
    public String text() throws IOException {
        return text((String) null);
    }

    /**
     * The value of the field at hand, UTF-8 text.
     *
     * @param known what it probably is, and then is the result, so that it needs no new memory; null for no idea
     */
    public String text(String known) throws IOException {
        int length = buffered();
        String text = known != null && SharedTexts.is(known, buffer, position, length)
                ? known
                : new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /**
     * The value of the field at hand, UTF-8 text that comes often.
     *
     * @param shared where it probably is
     */
    public String text(SharedTexts shared) throws IOException {
        int length = buffered();
        String text = shared.of(buffer, position, length);
        position += length;
        return text;
    }

    /**
     * The bytes of the value of the field at hand as characters of one byte each.
     *
     * @param target where to put them, if it is long enough
     * @return the target or a longer array, with the characters from 0 to {@link #count()}
     */
    public char[] characters(char[] target) throws IOException {
        count = buffered();
        char[] characters = target.length < count ? new char[count] : target;
        for (int i = 0; i < count; i++) {
            characters[i] = (char) (buffer[position + i] & 0xff);
        }
        position += count;
        return characters;
    }

    /** How many characters the last call of {@link #characters} found. */
    public int count() {
        return count;
    }

    /** Passes over the value of the field at hand. */
    public void skip() throws IOException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED_64 -> skip(8);
            case LENGTH -> skip(length());
            case FIXED_32 -> skip(4);
            default -> throw malformed("a field of the wire type " + wireType);
        }
    }

    /** An exception that says where the reader is. */
    public MalformedMessageException malformed(String what) {
        return new MalformedMessageException(what, offset());
    }

    /** Reads so many bytes as they are. */
    byte[] bytes(int count) throws IOException {
        require(count);
        byte[] bytes = Arrays.copyOfRange(buffer, position, position + count);
        position += count;
        return bytes;
    }

    /** The length of the text at hand, all of which is in the buffer now. */
    private int buffered() throws IOException {
        long length = length();
        if (length > LONGEST_TEXT) {
            throw malformed("a text of " + length + " bytes");
        }
        require((int) length);
        return (int) length;
    }

    private long length() throws IOException {
        expect(LENGTH);
        long length = varint();
        if (length < 0 || length > limit - offset()) {
            throw malformed("a length of " + Long.toUnsignedString(length) + ", more than there is");
        }
        return length;
    }

    private void expect(int wanted) throws IOException {
        if (wireType != wanted) {
            throw malformed("field " + field + " of the wire type " + wireType + ", expected " + wanted);
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (position == end) {
                require(1);
            }
            byte next = buffer[position++];
            value |= (long) (next & 0x7f) << 7 * i;
            if (next >= 0) {
                if (offset() > limit) {
                    throw malformed("a field that goes on behind its message");
                }
                return value;
            }
        }
        throw malformed("a number of more than " + LONGEST_VARINT + " bytes");
    }

    private void skip(long count) throws IOException {
        if (count > limit - offset()) {
            throw malformed("a field that goes on behind its message");
        }
        long left = count;
        while (left > 0) {
            require(1);
            int step = (int) Math.min(left, end - position);
            position += step;
            left -= step;
        }
    }

    private void require(int count) throws IOException {
        if (end - position < count && !has(count)) {
            throw malformed("a message that ends too early");
        }
    }

    /** Whether there are so many bytes, at most those of the buffer; they are in it then. */
    private boolean has(int count) throws IOException {
        if (end - position >= count) {
            return true;
        }
        System.arraycopy(buffer, position, buffer, 0, end - position);
        before += position;
        end -= position;
        position = 0;
        while (end < count) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }
}
