// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.metricsserverprom.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands where files of routes and settings should be, and is none. */
class RouteFilesTest {

    @TempDir
    private Path home;

    private Path routes;

    @BeforeEach
    void good() throws Exception {
        routes = Files.createDirectory(home.resolve("routes"));
        Files.writeString(routes.resolve("a.camel.yaml"), "- route:\n");
    }

    private RouteFiles read() throws ConfigException {
        return new Installation(routes, home.resolve("application.properties"), Map.of(), new Properties()).read();
    }

    @Test
    void foldersOfAnyNameArePassedOver() throws Exception {
        Files.writeString(home.resolve("application.properties"), "");
        Files.createDirectory(routes.resolve("folder.camel.yaml"));

        assertThat(read().files()).containsOnlyKeys("a.camel.yaml");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeIsNotWaitedFor() throws Exception {
        Files.writeString(home.resolve("application.properties"), "");
        Path pipe = routes.resolve("pipe.camel.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(this::read)
                .isInstanceOf(ConfigException.class)
                .hasMessage("cannot read " + routes + ": " + pipe + ": neither a file nor a folder"));
    }

    @Test
    void aGiantFileIsNotRead() throws Exception {
        Files.writeString(home.resolve("application.properties"), "");
        Path giant = routes.resolve("giant.camel.yaml");
        Files.write(giant, new byte[8 * 1024 * 1024 + 1]);

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(giant + ": larger than 8388608 bytes, which no file of routes is");
    }

    @Test
    void aFolderInThePlaceOfTheSettingsIsToldOf() throws Exception {
        Path folder = Files.createDirectory(home.resolve("application.properties"));

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder
                        + ": a folder, expected a file; Docker makes one where the file to mount does not exist");
    }

    @Test
    void listsThatAreNestedTooDeepNameTheirFile() {
        assertThat(YamlFile.parse("deep.camel.yaml", "- route: " + "[".repeat(200_000))
                        .findings())
                .isEqualTo(List.of("deep.camel.yaml:1: lists or mappings are nested too deep to be read"));
    }
}
