// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Credentials and where they come from. Prints no secret.
 *
 * @param source in words, such as {@code profile prod, role arn:aws:iam::1:role/reader}
 */
record AwsIdentity(AwsCredentialsIdentity credentials, String source) {

    @Override
    public String toString() {
        return "AwsIdentity[" + source + "]";
    }
}
