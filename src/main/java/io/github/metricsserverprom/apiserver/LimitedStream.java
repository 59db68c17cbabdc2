// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that gives so many bytes and no more. Not thread-safe. */
final class LimitedStream extends FilterInputStream {

    private final long limit;
    private long count;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    /** The stream goes on beyond its limit. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long limit) {
            super("larger than " + (limit >> 20) + " MiB");
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int bytes) throws IOException {
        count += bytes;
        if (count > limit) {
            throw new TooLargeException(limit);
        }
    }
}
