// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of others on the program's own pages: they stay text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextsIT {

    private static final String SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    private RunningExporter exporter;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        exporter = RunningExporter.start(RunningExporter.install(home));
    }

    @AfterAll
    void stop() {
        exporter.close();
    }

    private static void isHarmlessText(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f]");
    }

    @Test
    void aFindingThatQuotesAFileIsTextForProbesAndEscapedForPeople() throws Exception {
        Path file = exporter.properties();
        String good = Files.readString(file);
        Files.writeString(file, good.replace("exporter.timeout=10s", "exporter.timeout=" + SCRIPT));
        try {
            HttpResponse<String> reload = exporter.reload();
            assertThat(reload.statusCode()).isEqualTo(422);
            assertThat(reload.body()).contains("<script>");
            isHarmlessText(reload);
            HttpResponse<String> ready = exporter.get(exporter.scrape("/readyz"));
            assertThat(ready.body()).contains("<script>");
            isHarmlessText(ready);

            HttpResponse<String> page = exporter.get(exporter.scrape("/"));
            assertThat(page.body())
                    .contains("Needs attention", "&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script", "<img");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'sha256-");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        } finally {
            Files.writeString(file, good);
            assertThat(exporter.reload().statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {SCRIPT, "a\r\nSet-Cookie: b=c", "\u001b[2Jred", "${env:HOME}", "${body}", "{{exporter.pods}}"})
    void whatIsAskedForComesBackAsTextOrNotAtAll(String text) throws Exception {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        for (String path : new String[] {"/metrics?context=" + encoded, "/" + encoded, "/metrics/" + encoded}) {
            HttpResponse<String> answer = exporter.get(exporter.scrape(path));
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.body()).doesNotContain(System.getenv().getOrDefault("HOME", "no home"), "watch");
            isHarmlessText(answer);
        }
    }
}
