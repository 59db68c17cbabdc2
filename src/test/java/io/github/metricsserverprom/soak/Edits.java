// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Edits of the routes: good ones by a save and by a request, and bad ones, which must change nothing. */
final class Edits implements Soak.Work {

    private static final int MOST_LOOKS = 300;

    private final Web web;
    private final Path probe;
    private int number;
    private int good;
    private int bad;

    Edits(Web web, Path routes) {
        this.web = web;
        this.probe = routes.resolve("soak.camel.yaml");
    }

    /** Edits that were to be loaded. */
    int good() {
        return good;
    }

    /** Edits that were to be refused. */
    int bad() {
        return bad;
    }

    @Override
    public void once() throws Exception {
        number++;
        String text =
                """
                - route:
                    id: soak
                    description: Edited by the soak run.
                    from:
                      uri: platform-http:/soak
                      steps:
                        - setBody:
                            constant: "NUMBER"
                """
                        .replace("NUMBER", Integer.toString(number));
        boolean broken = number % 5 == 0;
        Files.writeString(probe, broken ? text.replace("setBody", "setBdy") : text);
        if (number % 2 == 0) {
            web.reload();
        }
        if (broken) {
            bad++;
            awaitServed("/readyz", answer -> answer.contains("setBdy"));
            Files.writeString(probe, text);
        }
        good++;
        awaitServed("/soak", answer -> answer.equals(Integer.toString(number)));
        TimeUnit.SECONDS.sleep(5);
    }

    private void awaitServed(String path, Predicate<String> wanted) throws Exception {
        String served = "";
        for (int i = 0; i < MOST_LOOKS; i++) {
            served = new String(web.scrape(path).body(), StandardCharsets.UTF_8);
            if (wanted.test(served)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException("edit " + number + " does not show at " + path + ": " + served);
    }
}
