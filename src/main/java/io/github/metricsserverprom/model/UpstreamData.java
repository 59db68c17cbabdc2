// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.model;

/** What one upstream read brought, all of it or a part. */
public interface UpstreamData {

    /** Why a part is missing (one of several namespaces could not be read, say); null when the data is whole. */
    default ReadFailure missing() {
        return null;
    }
}
