// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of k8s.io/apimachinery, pkg/labels, with the rows of its own tests (selector_test.go) among ours. */
class LabelSelectorTest {

    private static final String A64 = "a".repeat(64);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            app=web                         | app=web
            app == web                      | app=web
            \t app \t = \t web \t           | app=web
            tier!=db                        | tier!=db
            tier=                           | tier=
            tier= ,app=web                  | app=web,tier=
            tier!=                          | tier!=
            canary                          | canary
            !canary                         | !canary
            ! canary                        | !canary
            x in (foo,bar)                  | x in (bar,foo)
            x notin (foo)                   | x notin (foo)
            x in(foo)                       | x in (foo)
            x in ( a , b , a )              | x in (a,b)
            x in ()                         | x in ()
            x in (,)                        | x in ()
            x in (a,)                       | x in (,a)
            x in (a,,b)                     | x in (,a,b)
            x in (in,notin)                 | x in (in,notin)
            in in (in)                      | in in (in)
            in                              | in
            notin=notin                     | notin=notin
            x>1                             | x>1
            x > 1,z<5                       | x>1,z<5
            x>007                           | x>7
            b=2,a=1                         | a=1,b=2
            a=1,a=1                         | a=1
            x=a,y!=b                        | x=a,y!=b
            x in (abc,def),y,!z             | !z,x in (abc,def),y
            app.kubernetes.io/name=cart     | app.kubernetes.io/name=cart
            example.com/A_b.c-d             | example.com/A_b.c-d
            Zone=EU-west_1.a                | Zone=EU-west_1.a
            """)
    void isReadAndWrittenInOneForm(String text, String canonical) {
        LabelSelector selector = LabelSelector.parse(text);

        assertThat(selector).hasToString(canonical);
        assertThat(LabelSelector.parse(canonical)).isEqualTo(selector).hasSameHashCodeAs(selector);
        assertThat(selector.isEmpty()).isFalse();
    }

    @Test
    void nothingSelectsEverything() {
        assertThat(LabelSelector.parse(null)).isEqualTo(LabelSelector.ALL);
        assertThat(LabelSelector.parse(" \t ")).isEqualTo(LabelSelector.ALL).hasToString("");
        assertThat(LabelSelector.ALL.isEmpty()).isTrue();
        assertThat(LabelSelector.parse("a")).isNotEqualTo(LabelSelector.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            app=web,                | at its end, expected the name of a label
            ,app                    | found ',' at character 1, expected the name of a label
            app=web,,tier           | found ',' at character 9, expected the name of a label
            app web                 | found 'web' at character 5, expected =, ==, !=, in, notin, < or >
            app=web tier=db         | found 'tier' at character 9, expected a comma or the end
            app=web=db              | found '=' at character 8, expected a comma or the end
            app===web               | found '=' at character 6, expected a comma or the end
            !app=web                | found '=' at character 5, expected a comma or the end
            !                       | at its end, expected the name of a label
            !!a                     | found '!' at character 2, expected the name of a label
            =web                    | found '=' at character 1, expected the name of a label
            x in                    | at its end, expected '('
            x in a                  | found 'a' at character 6, expected '('
            x in (a                 | at its end, expected a comma or ')'
            x in (a b)              | found 'b' at character 9, expected a comma or ')'
            x in (a=b)              | found '=' at character 8, expected a comma or ')'
            x in (a),               | at its end, expected the name of a label
            x in (a))               | found ')' at character 9, expected a comma or the end
            x IN (a)                | found 'IN' at character 3, expected =, ==, !=, in, notin, < or >
            x>                      | at its end, expected a whole number
            x>one                   | 'one' is no whole number, which < and > compare with
            x<1.5                   | '1.5' is no whole number, which < and > compare with
            (a)                     | found '(' at character 1, expected the name of a label
            a & b                   | found '&' at character 3, expected =, ==, !=, in, notin, < or >
            """)
    void whatIsWrongIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-app=web",
                "app-=web",
                "Example.com/app=web",
                "/app=web",
                "example.com/=web",
                "a/b/c=web",
                "example..com/a",
                "äpp=web",
                "app%20=web",
                "a;b"
            })
    void whatIsNoNameOfALabelIsNamed(String text) {
        String name = text.replaceFirst("=.*", "");
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .hasMessage(
                        "'" + name + "' is no name of a label, expected a DNS name and '/' or nothing, then up to 63"
                                + " letters, digits, '-', '_' and '.' that begin and end with a letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-web", "web-", "we/b", "wéb", "\"web\"", "'web'", "a&limit=1", "%2C"})
    void whatIsNoValueOfALabelIsNamed(String value) {
        String word = value.replaceFirst("=.*", "");
        for (String text : new String[] {"app=" + value, "app in (x," + value + ")"}) {
            assertThatThrownBy(() -> LabelSelector.parse(text))
                    .hasMessage("'" + word + "' is no value of a label, expected up to 63 letters, digits, '-', '_' and"
                            + " '.' that begin and end with a letter or digit");
        }
    }

    @Test
    void lengthsHaveTheBoundsOfKubernetes() {
        String a63 = "a".repeat(63);
        String prefix = ("a".repeat(49) + ".").repeat(5) + "com";
        assertThat(LabelSelector.parse(prefix + "/" + a63 + "=" + a63)).hasToString(prefix + "/" + a63 + "=" + a63);
        assertThat(prefix).hasSize(253);
        assertThatThrownBy(() -> LabelSelector.parse(A64 + "=x")).hasMessageContaining("is no name of a label");
        assertThatThrownBy(() -> LabelSelector.parse("x=" + A64)).hasMessageContaining("is no value of a label");
        assertThatThrownBy(() -> LabelSelector.parse("x" + prefix + "/a"))
                .hasMessageContaining("is no name of a label");
    }
}
