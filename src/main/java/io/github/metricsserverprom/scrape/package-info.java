// SPDX-License-Identifier: MIT

/**
 * What belongs to one scrape from request to answer: its deadline, the context it asks for, the number of scrapes at once,
 * and the outcome of each upstream read.
 */
package io.github.metricsserverprom.scrape;
