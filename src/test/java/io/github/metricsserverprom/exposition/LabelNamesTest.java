// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelNamesTest {

    @Test
    void rendersValuesInTheOrderOfTheNames() {
        LabelSet labels = LabelNames.of("namespace", "pod").values("kube-system", "etcd-0");

        assertThat(labels).hasToString("{namespace=\"kube-system\",pod=\"etcd-0\"}");
        assertThat(labels.length()).isEqualTo(38);
    }

    @Test
    void noLabelsPrintNothing() {
        assertThat(LabelNames.of().values()).isSameAs(LabelSet.EMPTY).hasToString("");
    }

    @Test
    void missingValuesAreEmpty() {
        assertThat(LabelNames.of("node", "ip").values(null, "")).hasToString("{node=\"\",ip=\"\"}");
    }

    @Test
    void oneMoreLabelGoesToTheEnd() {
        LabelSet labels = LabelNames.of("pod").values("a");

        assertThat(labels.with("team", "x\"y")).hasToString("{pod=\"a\",team=\"x\\\"y\"}");
        assertThat(LabelSet.EMPTY.with("team", null)).hasToString("{team=\"\"}");
        assertThat(labels).hasToString("{pod=\"a\"}");
        assertThat(labels.with("node", "b"))
                .isEqualTo(LabelNames.of("pod", "node").values("a", "b"));
    }

    @Test
    void equalLabelSetsHaveEqualText() {
        LabelSet labels = LabelNames.of("pod").values("a");

        assertThat(labels)
                .isEqualTo(LabelNames.of("pod").values("a"))
                .hasSameHashCodeAs(LabelNames.of("pod").values("a"));
        assertThat(labels).isNotEqualTo(LabelNames.of("pod").values("b")).isNotEqualTo("{pod=\"a\"}");
    }

    static List<Arguments> escapes() {
        return List.of(
                Arguments.of("plain", "plain"),
                Arguments.of("back\\slash", "back\\\\slash"),
                Arguments.of("\"quoted\"", "\\\"quoted\\\""),
                Arguments.of("two\nlines\n", "two\\nlines\\n"),
                Arguments.of("\\n", "\\\\n"),
                Arguments.of("\r\t\u0000\u007f", "\r\t\u0000\u007f"),
                Arguments.of("gr\u00fc\u00dfe", "gr\u00fc\u00dfe"),
                Arguments.of("\u0080\u07ff\u0800\uffff", "\u0080\u07ff\u0800\uffff"),
                Arguments.of("\u2028", "\u2028"),
                Arguments.of("\ud83d\ude80\n\ud800\udc00\udbff\udfff", "\ud83d\ude80\\n\ud800\udc00\udbff\udfff"),
                Arguments.of("\ud83d", "\ufffd"),
                Arguments.of("\ude80", "\ufffd"),
                Arguments.of("\ude80\ud83d", "\ufffd\ufffd"),
                Arguments.of("\ud83d\ud83d\ude80x", "\ufffd\ud83d\ude80x"),
                Arguments.of("\ud83d\"", "\ufffd\\\""));
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void escapesWhatTheFormatsEscapeAndNothingElse(String value, String printed) {
        LabelSet labels = LabelNames.of("a").values(value);

        String expected = "{a=\"" + printed + "\"}";
        assertThat(labels).hasToString(expected);
        assertThat(labels.length()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
        assertThat(LabelSet.EMPTY.with("a", value)).isEqualTo(labels);
    }

    @Property
    void encodesAnyTextAsTheJdkDoes(@ForAll String value) {
        String wellFormed = value.replaceAll("[\\ud800-\\udfff]", "?");
        String escaped = wellFormed.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");

        assertThat(LabelNames.of("a").values(wellFormed)).hasToString("{a=\"" + escaped + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0a", "a-b", "a.b", "a b", "\u00e4", "a:b", "__name__", "a\n"})
    void refusesWhatIsNotALabelName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelNames.of("ok", name))
                .withMessageStartingWith("label name ")
                .withMessageContaining(name);
        assertThatIllegalArgumentException().isThrownBy(() -> LabelSet.EMPTY.with(name, "x"));
    }

    @Test
    void refusesTheSameNameTwiceAndTheWrongNumberOfValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelNames.of("a", "b", "a"))
                .withMessage("label name a stands twice in [a, b, a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelNames.of("a", "b").values("1"))
                .withMessage("1 values for the labels [a, b]");
    }
}
