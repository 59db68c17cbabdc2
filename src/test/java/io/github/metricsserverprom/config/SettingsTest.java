// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

    private static final String DEFAULTS = read("application.properties");

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Settings settings(String file, Map<String, String> environment, Properties system)
            throws ConfigException {
        return Settings.of(DEFAULTS, "my.properties", file, environment, system);
    }

    private static Properties property(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return properties;
    }

    @Test
    void withoutAnythingTheShippedDefaultsHold() throws ConfigException {
        Settings settings = settings(null, Map.of(), new Properties());

        assertThat(settings.number(Setting.SERVER_PORT)).isEqualTo(9100);
        assertThat(settings.get(Setting.TIMEOUT)).isEqualTo("10s");
        assertThat(settings.get(Setting.KUBECONFIG)).isEmpty();
        assertThat(settings.place("camel.server.port")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingObeysItsEnvironmentName(Setting setting) throws ConfigException {
        String value = sample(setting.type());

        Settings settings = settings(null, Map.of(setting.environment(), value), new Properties());

        assertThat(settings.get(setting)).isEqualTo(value);
        assertThat(settings.asProperties()).containsEntry(setting.key(), value);
    }

    private static String sample(ValueType type) {
        return switch (type) {
            case TEXT -> "some-text";
            case BOOLEAN -> "true";
            case DURATION, POSITIVE_DURATION -> "1234ms";
            case COUNT, COUNT_OR_ZERO, PORT, SEED -> "4321";
            case LEVEL_1_TO_9 -> "7";
            case HOST -> "127.0.0.2";
            case FACTS, POD_FACTS -> "off";
            case COLLECTORS -> "pod_metrics";
            case NAMESPACES -> "team-a";
            case NAMESPACE_PATTERNS -> "kube-*";
            case LABEL_SELECTOR -> "app=web";
            case ORIGINAL_NAMES -> "cores";
            case AUTH -> "kubernetes";
            case LOG_LEVEL -> "trace";
            case LOG_FORMAT -> "json";
        };
    }

    @Test
    void systemPropertiesWinOverTheEnvironmentAndThatOverTheFile() throws ConfigException {
        String file = "camel.server.port=1001\ncamel.management.port=1002\nexporter.page-size=1003\n";
        Map<String, String> environment = Map.of("CAMEL_SERVER_PORT", "2001", "CAMEL_MANAGEMENT_PORT", "2002");

        Settings settings = settings(file, environment, property("camel.server.port", "3001"));

        assertThat(settings.number(Setting.SERVER_PORT)).isEqualTo(3001);
        assertThat(settings.number(Setting.MANAGEMENT_PORT)).isEqualTo(2002);
        assertThat(settings.number(Setting.PAGE_SIZE)).isEqualTo(1003);
        assertThat(settings.place("exporter.page-size")).isEqualTo("my.properties:3: ");
        assertThat(settings.place("camel.management.port")).isEqualTo("environment variable CAMEL_MANAGEMENT_PORT: ");
    }

    @Test
    void theNamesOfTheOriginalWorkAndYieldToOurs() throws ConfigException {
        Settings original = settings(null, Map.of("KUBE_CONTEXT", "blue"), new Properties());
        Settings both = settings(null, Map.of("KUBE_CONTEXT", "blue", "EXPORTER_CONTEXT", "green"), new Properties());

        assertThat(original.get(Setting.CONTEXT)).isEqualTo("blue");
        assertThat(both.get(Setting.CONTEXT)).isEqualTo("green");
    }

    @Test
    void anEmptyVariableIsNoValue() throws ConfigException {
        Settings settings = settings(null, Map.of("CAMEL_SERVER_PORT", "", "KUBE_CONTEXT", " "), new Properties());

        assertThat(settings.number(Setting.SERVER_PORT)).isEqualTo(9100);
        assertThat(settings.get(Setting.CONTEXT)).isEmpty();
    }

    @Test
    void keysOfTheOperatorAreKeptForRoutesAndObeyTheEnvironmentToo() throws ConfigException {
        Settings settings = settings("team.name=a\nteam.mail=x\n", Map.of("TEAM_MAIL", "y"), new Properties());

        assertThat(settings.asProperties()).containsEntry("team.name", "a").containsEntry("team.mail", "y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            exporter.tiemout=5s         | my.properties:1: unknown key exporter.tiemout; did you mean exporter.timeout?
            exporter.colour=red         | my.properties:1: unknown key exporter.colour; src/docs/CONFIGURATION.md lists the keys
            camel.server.prot=9100      | my.properties:1: unknown key camel.server.prot; did you mean camel.server.port?
            camel.server.port=          | my.properties:1: camel.server.port is '', expected a port from 0 to 65535
            camel.server.port=65536     | my.properties:1: camel.server.port is '65536', expected a port from 0 to 65535
            camel.server.port=-1        | my.properties:1: camel.server.port is '-1', expected a port from 0 to 65535
            camel.server.host=a b       | my.properties:1: camel.server.host is 'a b', expected an address or host name
            exporter.timeout=10         | my.properties:1: exporter.timeout is '10', expected a time such as 500ms, 10s or 1m
            exporter.gzip-level=0       | my.properties:1: exporter.gzip-level is '0', expected a number from 1 to 9
            exporter.original-names=old | my.properties:1: exporter.original-names is 'old', expected original, cores or off
            exporter.container-resources=yes | my.properties:1: exporter.container-resources is 'yes', expected true or false
            exporter.log-level=loud     | my.properties:1: exporter.log-level is 'loud', expected error, warn, info, debug or trace
            exporter.collectors=pod-metrics,pods | my.properties:1: exporter.collectors is 'pod-metrics,pods': unknown collector 'pod-metrics', did you mean pod_metrics? expected some of node_metrics, pod_metrics, pods, nodes
            exporter.collectors=everything | my.properties:1: exporter.collectors is 'everything': unknown collector 'everything', expected some of node_metrics, pod_metrics, pods, nodes
            exporter.collectors=pods,   | my.properties:1: exporter.collectors is 'pods,': there is an empty entry between commas, expected some of node_metrics, pod_metrics, pods, nodes
            exporter.collectors=        | my.properties:1: exporter.collectors is '': it names none, expected some of node_metrics, pod_metrics, pods, nodes
            exporter.collectors=pods    | my.properties:1: exporter.collectors is 'pods', which leaves no usage to publish: it names neither node_metrics nor pod_metrics
            exporter.namespaces=team-*  | my.properties:1: exporter.namespaces is 'team-*': 'team-*' is a pattern, expected a name: each of these namespaces is asked for by its name
            exporter.namespaces-denylist=Kube | my.properties:1: exporter.namespaces-denylist is 'Kube': 'Kube' matches no namespace, expected up to 63 lower case letters, digits and '-', with * for any of them
            exporter.label-selector=app in (a | my.properties:1: exporter.label-selector is 'app in (a': at its end, expected a comma or ')'
            exporter.label-selector=app web | my.properties:1: exporter.label-selector is 'app web': found 'web' at character 5, expected =, ==, !=, in, notin, < or >
            exporter.label-selectr=a    | my.properties:1: unknown key exporter.label-selectr; did you mean exporter.label-selector?
            demo.nodes=0                | my.properties:1: demo.nodes is '0', expected a whole number of 1 or more
            """)
    void aMistakeNamesFileLineKeyValueAndWhatWasExpected(String file, String message) {
        assertThatThrownBy(() -> settings(file + "\n", Map.of(), new Properties()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            namespaces=a;collectors=node_metrics,pods | my.properties:2: exporter.collectors is 'node_metrics,pods', which leaves no usage to publish: it does not name pod_metrics, and node_metrics is off where exporter.namespaces has names
            namespaces=a,b;namespaces-denylist=*      | my.properties:2: exporter.namespaces-denylist is '*': '*' would leave out all pods; to read none, switch their reads off
            namespaces=a-1,a-2;namespaces-denylist=a-* | my.properties:2: exporter.namespaces-denylist is 'a-*': no namespace is left: the denylist (a-*) leaves out all of a-1, a-2
            """)
    void settingsThatLeaveNothingToReadAreRefused(String settings, String message) {
        String file = "exporter." + settings.replace(";", "\nexporter.") + "\n";

        assertThatThrownBy(() -> settings(file, Map.of(), new Properties())).hasMessage(message);
    }

    @Test
    void whatIsReadFollowsFromTheSettings() throws ConfigException {
        Settings settings = settings(
                "exporter.namespaces=b,a\nexporter.nodes=list\nexporter.label-selector=x\n",
                Map.of(),
                new Properties());

        assertThat(settings.reads()).hasToString("pod_metrics, pods (watch); namespaces: a, b; labels of pods: x");
        assertThat(settings(null, Map.of(), new Properties()).reads())
                .hasToString("node_metrics, pod_metrics, pods (watch); namespaces: all");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        Map<String, String> environment = Map.of("EXPORTER_LOG_FORMAT", "xml");
        Properties system = property("exporter.page-size", "many");

        assertThatThrownBy(() -> settings("\n\nexporter.nope=1\n", environment, system))
                .hasMessage(
                        """
                        my.properties:3: unknown key exporter.nope; did you mean exporter.nodes?
                        system property exporter.page-size: exporter.page-size is 'many', expected a whole number of 0 or more
                        environment variable EXPORTER_LOG_FORMAT: exporter.log-format is 'xml', expected text or json""");
    }

    @Test
    void linesAreCountedOverCommentsAndContinuations() {
        String file = "# a comment that ends in a backslash \\\nteam.list=a,\\\n  b,\\\n  c\n\nexporter.timeout=soon\n";

        assertThatThrownBy(() -> settings(file, Map.of(), new Properties()))
                .hasMessageStartingWith("my.properties:6: exporter.timeout is 'soon'");
    }

    @Test
    void aKeyGivenTwiceIsAMistakeSinceOneOfThemWouldBeIgnored() {
        assertThatThrownBy(() -> settings("exporter.timeout=1s\nexporter.timeout=2s\n", Map.of(), new Properties()))
                .hasMessage(
                        "my.properties:2: exporter.timeout stands there twice, first in line 1; delete one of them");
    }

    @Test
    void aBrokenEscapeNamesItsLine() {
        assertThatThrownBy(() -> settings("a=b\nteam.name=\\u00zz\n", Map.of(), new Properties()))
                .hasMessage("my.properties:2: Malformed \\uxxxx encoding.");
    }

    @Test
    void settingsThatDifferAreFound() throws ConfigException {
        Settings one = settings(null, Map.of(), new Properties());
        Settings other = settings("camel.server.port=1\nexporter.pods=off\nteam.name=a\n", Map.of(), new Properties());

        assertThat(other.changedFrom(one)).containsExactly(Setting.PODS, Setting.SERVER_PORT);
        assertThat(one.changedFrom(one)).isEmpty();
    }
}
