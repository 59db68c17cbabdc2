// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.credentials;

/** Where credentials come from. Calls may block and are never made at the same time. */
public interface CredentialSource {

    /**
     * The credential to use now.
     *
     * @param rejected whether the API server refused the last one: sources that can obtain another then do so
     * @return one equal to the last if there is none newer
     * @throws io.github.metricsserverprom.kubernetes.failure.AccessException if none can be had
     */
    Credential current(boolean rejected);
}
