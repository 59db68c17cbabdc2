// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Namespaces by name, those left out, and both together. */
class NamespacesTest {

    @Test
    void namesAreSortedAndEachIsThereOnce() {
        assertThat(Namespaces.of(" team-b,team-a , team-b").names()).containsExactly("team-a", "team-b");
        assertThat(Namespaces.of("b,a")).isEqualTo(Namespaces.of("a, b")).hasToString("a, b");
    }

    @Test
    void noNamesAreTheWholeCluster() {
        assertThat(Namespaces.of("")).isEqualTo(Namespaces.ALL);
        assertThat(Namespaces.of(null).all()).isTrue();
        assertThat(Namespaces.of("  ")).hasToString("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            team-a,,team-b | there is an empty entry between commas
            team-a,        | there is an empty entry between commas
            team-*         | 'team-*' is a pattern, expected a name: each of these namespaces is asked for by its name
            Team           | 'Team' is no name of a namespace, expected up to 63 lower case letters, digits and '-' that begin and end with a letter or digit
            a b            | 'a b' is no name of a namespace, expected up to 63 lower case letters, digits and '-' that begin and end with a letter or digit
            ../kube-system | '../kube-system' is no name of a namespace, expected up to 63 lower case letters, digits and '-' that begin and end with a letter or digit
            -a             | '-a' is no name of a namespace, expected up to 63 lower case letters, digits and '-' that begin and end with a letter or digit
            """)
    void whatIsNoNameIsNamed(String text, String message) {
        assertThatThrownBy(() -> Namespaces.of(text)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            kube-system        | kube-system | true
            kube-system        | kube-systems | false
            kube-*             | kube-system | true
            kube-*             | kube-       | true
            kube-*             | my-kube-a   | false
            *-test,monitoring  | a-test      | true
            *-test,monitoring  | monitoring  | true
            *-test,monitoring  | a           | false
            """)
    void aDenylistLeavesOutWhatItNames(String text, String namespace, boolean denied) {
        assertThat(NamespaceDenylist.of(text).denies(namespace)).isEqualTo(denied);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            a,,b       | 'a,,b' has an empty entry
            Kube-*     | 'Kube-*' matches no namespace, expected up to 63 lower case letters, digits and '-', with * for any of them
            kube.*     | 'kube.*' matches no namespace, expected up to 63 lower case letters, digits and '-', with * for any of them
            a,*        | '*' would leave out all pods; to read none, switch their reads off
            **         | '**' would leave out all pods; to read none, switch their reads off
            """)
    void aDenylistThatCannotBeMeantIsRefused(String text, String message) {
        assertThatThrownBy(() -> NamespaceDenylist.of(text)).hasMessage(message);
    }

    @Test
    void onlyNamesWithoutPatternBecomeAFieldSelectorAndTheRestIsLeftOutHere() {
        assertThat(NamespaceDenylist.of("monitoring,kube-*,kube-system").fieldSelector())
                .isEqualTo("metadata.namespace!=kube-system,metadata.namespace!=monitoring");
        assertThat(NamespaceDenylist.of("kube-*").fieldSelector()).isEmpty();
        assertThat(NamespaceDenylist.NONE.fieldSelector()).isEmpty();
    }

    @Test
    void aFieldSelectorNeverMakesAUrlThatProxiesRefuse() {
        String many = IntStream.range(0, 1_000)
                .mapToObj("a-rather-long-name-%04d"::formatted)
                .collect(Collectors.joining(","));
        NamespaceDenylist denied = NamespaceDenylist.of(many);

        assertThat(denied.fieldSelector())
                .hasSizeBetween(1_900, 2_000)
                .matches(
                        "(metadata\\.namespace!=a-rather-long-name-[0-9]{4},)+metadata\\.namespace!=a-rather-long-name-[0-9]{4}");
        assertThat(denied.denies("a-rather-long-name-0999")).isTrue();
    }

    @Test
    void aSelectionAsksForEachNamespaceThatIsLeft() {
        PodSelection selection =
                new PodSelection(Namespaces.of("a,b,c-test"), NamespaceDenylist.of("*-test"), LabelSelector.parse("x"));

        assertThat(selection.requests()).containsExactly("a", "b");
        assertThat(selection)
                .isEqualTo(new PodSelection(
                        Namespaces.of("a,b"), NamespaceDenylist.of("kube-*"), LabelSelector.parse(" x ")))
                .hasToString("namespaces a, b; pods with x");
    }

    @Test
    void aSelectionOfTheWholeClusterIsOneRequest() {
        assertThat(PodSelection.EVERYTHING.requests()).containsExactly("");
        assertThat(PodSelection.EVERYTHING).hasToString("");
        assertThat(new PodSelection(Namespaces.ALL, NamespaceDenylist.of("b,a-*"), LabelSelector.ALL))
                .hasToString("without namespaces a-*, b")
                .isEqualTo(new PodSelection(Namespaces.ALL, NamespaceDenylist.of("a-*,b"), LabelSelector.ALL));
    }

    @Test
    void aSelectionOfNothingIsRefused() {
        assertThatThrownBy(() -> new PodSelection(
                        new Namespaces(List.of("team-a", "team-b")), NamespaceDenylist.of("team-*"), LabelSelector.ALL))
                .hasMessage("no namespace is left: the denylist (team-*) leaves out all of team-a, team-b");
    }
}
