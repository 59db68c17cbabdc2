// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.web;

import java.util.List;

/**
 * How bearer tokens are looked at.
 *
 * @param reviews   asks the cluster
 * @param audiences one of which a token must be for; empty for the API server's own
 */
public record TokenAccess(CallerReviews reviews, List<String> audiences) {}
