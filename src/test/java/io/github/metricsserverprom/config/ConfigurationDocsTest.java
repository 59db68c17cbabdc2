// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Holds application.properties and CONFIGURATION.md to the table of settings in code. */
class ConfigurationDocsTest {

    private static final Path PROPERTIES = Path.of("application.properties");
    private static final Path REFERENCE = Path.of("src/docs/CONFIGURATION.md");

    @Test
    void theShippedPropertiesHaveEverySettingInItsOrderWithItsEnvironmentNameAbove() throws IOException {
        List<String> lines = Files.readAllLines(PROPERTIES);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("^#(?=[a-z]+\\.[a-z.-]+=)", "");
            if (line.matches("[a-z]+\\.[a-z.-]+=.*")) {
                String key = line.substring(0, line.indexOf('='));
                keys.add(key);
                Setting setting = Setting.ofKey(key).orElseThrow(() -> new AssertionError("no setting " + key));
                String names = setting.environment()
                        + setting.customaryEnvironment()
                                .map(name -> ", or " + name)
                                .orElse("");
                assertThat(lines.get(i - 1)).as("line above %s", key).isEqualTo("# " + names);
            }
        }
        assertThat(keys)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void theReferenceHasOneRowForEverySettingWithItsEnvironmentDefaultAndEffect() throws IOException, ConfigException {
        Settings defaults = Settings.of(Files.readString(PROPERTIES), "", null, Map.of(), new Properties());
        List<String> expected = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String environment = "`" + setting.environment() + "`"
                    + setting.customaryEnvironment()
                            .map(name -> ", `" + name + "`")
                            .orElse("");
            String value = defaults.get(setting);
            expected.add(String.join(
                    " | ",
                    "`" + setting.key() + "`",
                    environment,
                    value.isEmpty() ? "" : "`" + value + "`",
                    setting.type().expected(),
                    setting.effect().name().toLowerCase(Locale.ROOT)));
        }
        List<String> rows = Files.readAllLines(REFERENCE).stream()
                .filter(line -> line.matches("\\| `[a-z]+\\..*"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .limit(5)
                        .reduce((a, b) -> a + " | " + b)
                        .orElseThrow())
                .toList();
        assertThat(rows).containsExactlyElementsOf(expected);
    }
}
