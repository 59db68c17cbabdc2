// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import io.github.metricsserverprom.testing.Expect;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Any text as namespace and parameter of a request, and any bytes in any pieces as lines of a watch. */
final class RequestTarget {

    private RequestTarget() {}

    static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        path(text);
        lines(input);
    }

    /** The path has the text as one segment and as one parameter, and nothing else of it. */
    private static void path(String text) {
        String path = ListPath.of("api/v1", text, "pods")
                .with("limit", "500")
                .with("continue", text)
                .with("none", null)
                .toString();
        URI uri = URI.create("http://localhost/" + path);
        String[] segments = uri.getRawPath().split("/", -1);
        if (text.isEmpty()) {
            Expect.equal("path", path, "api/v1/pods?limit=500");
            return;
        }
        Expect.equal("segments", List.of(segments).subList(1, 4), List.of("api", "v1", "namespaces"));
        Expect.equal("number of segments", segments.length, 6);
        Expect.equal("namespace", decoded(segments[4]), text);
        String[] parameters = uri.getRawQuery().split("&", -1);
        Expect.equal("number of parameters", parameters.length, 2);
        Expect.equal("parameter", decoded(parameters[1].substring("continue=".length())), text);
        Expect.equal("fragment", uri.getRawFragment(), null);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The pieces are as long as the bytes themselves say, so that the fuzzer moves the cuts. */
    private static void lines(byte[] input) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter();
        int from = 0;
        int end = -1;
        for (int i = 0; i < input.length; i++) {
            end = input[i] == '\n' ? i : end;
        }
        try {
            while (from < input.length) {
                int length = Math.min(input.length - from, 1 + (input[from] & 7));
                splitter.feed(
                        ByteBuffer.wrap(input, from, length),
                        (bytes, start, count) ->
                                lines.add(new String(bytes, start, count, StandardCharsets.ISO_8859_1)));
                from += length;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String whole = new String(input, 0, end + 1, StandardCharsets.ISO_8859_1);
        List<String> expected = new ArrayList<>(List.of(whole.split("\n", -1)));
        expected.remove(expected.size() - 1);
        Expect.equal("lines", lines, expected);
        Expect.equal("in a line", splitter.isMidLine(), end + 1 < input.length);
    }
}
