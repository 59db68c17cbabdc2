// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What {@link ApiServer} answers to a request.
 *
 * @param status  HTTP status
 * @param headers names and values, a name as often as it is sent
 * @param body    the whole body
 * @param release the answer starts when this is complete
 * @param ending  what happens behind the first {@code sent} bytes of the body
 * @param sent    bytes of the body that are sent, unless the ending is {@link Ending#WHOLE}
 */
record Answer(
        int status,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        CompletableFuture<?> release,
        Ending ending,
        int sent) {

    /** The answers of a real API server and metrics-server, recorded. */
    static final Path RECORDED = Path.of("src/test/resources/fixtures/small-cluster");

    /** How an answer ends. */
    enum Ending {
        /** As it should. */
        WHOLE,
        /** The connection is closed before the end. */
        CUT,
        /** The rest never comes. */
        STALLED,
        /** The body ends early and HTTP says that this is all. */
        TRUNCATED
    }

    static Answer of(int status, String contentType, String body) {
        return new Answer(
                status,
                List.of(Map.entry("Content-Type", contentType)),
                body.getBytes(StandardCharsets.UTF_8),
                CompletableFuture.completedFuture(null),
                Ending.WHOLE,
                0);
    }

    static Answer json(String body) {
        return of(200, "application/json", body);
    }

    static Answer file(Path file) {
        return json(text(file));
    }

    /** A recorded body of a successful answer, for instance {@code podmetrics.json}. */
    static Answer recorded(String file) {
        return file(RECORDED.resolve(file));
    }

    /** A recorded answer with its headers, for instance {@code 403-no-rbac-pods}. */
    static Answer recordedError(String name) {
        List<String> lines = text(RECORDED.resolve("errors/" + name + ".headers"))
                .strip()
                .lines()
                .toList();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] header = line.split(": ", 2);
            headers.add(Map.entry(header[0], header[1]));
        }
        Answer body =
                of(Integer.parseInt(name.substring(0, 3)), "", text(RECORDED.resolve("errors/" + name + ".body")));
        return body.withHeaders(headers);
    }

    Answer withHeaders(List<Map.Entry<String, String>> other) {
        return new Answer(status, List.copyOf(other), body, release, ending, sent);
    }

    /** The same answer, but not before this is complete. */
    Answer heldUntil(CompletableFuture<?> event) {
        return new Answer(status, headers, body, event, ending, sent);
    }

    /** The same answer, but never. */
    Answer never() {
        return heldUntil(new CompletableFuture<>());
    }

    /** The same answer, ending differently behind this many bytes. */
    Answer ending(Ending how, int bytes) {
        return new Answer(status, headers, body, release, how, bytes);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
