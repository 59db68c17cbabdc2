// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

/** What Camel threw at a file of routes, which it does not always name. */
final class FileFailure extends Exception {

    private final String file;

    FileFailure(String file, Exception cause) {
        super(cause.getMessage(), cause);
        this.file = file;
    }

    /** The file, as messages show it. */
    String file() {
        return file;
    }
}
