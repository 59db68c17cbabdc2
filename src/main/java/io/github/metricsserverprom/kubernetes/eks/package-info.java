// SPDX-License-Identifier: MIT

/**
 * Tokens for EKS without the {@code aws} binary: the command line of a kubeconfig's exec entry is understood, credentials come from the AWS
 * SDK, and the token is a presigned request as the <a
 * href="https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster">aws-iam-authenticator</a> defines
 * it. Everything here may block.
 */
package io.github.metricsserverprom.kubernetes.eks;
