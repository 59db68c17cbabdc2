// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of one line or block of a file of routes, as a slip of a person in an editor makes it.
 *
 * @param kind   what happens
 * @param place  to which line, as a part of the lines there are
 * @param choice which of the words or amounts, from 0
 */
public record RouteEdit(Kind kind, double place, int choice) {

    /** What can happen to a line. */
    public enum Kind {
        DELETE_LINE,
        DELETE_BLOCK,
        DELETE_BELOW,
        DELETE_VALUE,
        DUPLICATE_LINE,
        DUPLICATE_BLOCK,
        INDENT_LINE,
        INDENT_BLOCK,
        SWAP_LINES,
        RENAME_KEY,
        REPLACE_VALUE,
        REPLACE_BLOCK,
        INSERT_LINE,
        COMMENT_OUT,
        MISSPELL
    }

    private static final Pattern ENTRY = Pattern.compile("(\\s*(?:- )?)([A-Za-z][\\w-]*):(?: (.*))?");

    private static final Pattern ITEM = Pattern.compile("(\\s*- )(.*)");

    private static final int[] SHIFTS = {1, -1, 2, -2, 4, -4};

    /** Keys that Camel knows, somewhere. */
    private static final List<String> KEYS = List.of(
            """
            route from uri parameters steps id description to bean beans ref method name type properties
            multicast split filter choice when otherwise expression simple constant setHeader setBody
            setProperty removeHeaders marshal json onException exception handled routeConfiguration
            routeConfigurationId errorHandler aggregate aggregationStrategy executorService doTry doCatch loop
            log toD wireTap process script rest routeTemplate templatedRoute intercept autoStartup
            precondition routePolicy streamCache nonsense Route STEPS
            """
                    .split("\\s+"));

    /** Values of every kind, right nowhere or somewhere. */
    private static final List<String> VALUES = List.of(
            "",
            "\"\"",
            "[]",
            "{}",
            "[a, b]",
            "[{a: b}]",
            "{a: b}",
            "0",
            "-1",
            "1.5",
            "99999999999999999999",
            "null",
            "~",
            "true",
            "no",
            "2026-11-23",
            "*",
            "\"*\"",
            "&a b",
            "*a",
            "!!int x",
            "|",
            ">-",
            "\"{{x}}\"",
            "{{x}}",
            "\"{{x\"",
            "\"{{?x}}\"",
            "\"{{x:}}\"",
            "\"{{exporter.timeout}}\"",
            "${body}",
            "\"${bdy\"",
            "\"${header.a} > \"",
            "#bean:join",
            "\"#nothing\"",
            "\"#class:java.lang.String\"",
            "\"#class:no.Such\"",
            "direct:cluster",
            "direct:",
            "direct:nowhere",
            "direct",
            ":",
            "platform-http:/metrics",
            "platform-http:metrics",
            "nothing:here",
            "http://localhost/",
            "timer:x?period=a",
            "log:a?x=y&z",
            "a b c",
            "-",
            "%s",
            "50%",
            "a?b=c",
            "java.lang.String",
            "java.lang.Exception",
            "no.such.Class",
            "begin",
            "begin()",
            "begin(",
            "begin('a', 1)",
            "render",
            "toString",
            "GET",
            "10s",
            "'" + "x".repeat(500) + "'",
            "\u00e4\ud83d\ude00",
            "\"a\\tb\\e[2J\\n\\x85\"");

    /** Lines that belong somewhere, and mostly not here. */
    private static final List<String> LINES = List.of(
            "- route:",
            "from:",
            "uri: direct:cluster",
            "steps:",
            "- to: direct:cluster",
            "- to:",
            "- log: a",
            "- bean: join",
            "- choice:",
            "- when:",
            "- setBody:",
            "- stop: {}",
            "- stop:",
            "- filter: {}",
            "- split: {}",
            "- transform: {}",
            "id: metrics",
            "parameters:",
            "autoStartup: \"no\"",
            "errorHandler: {}",
            "errorHandler:",
            "onException: []",
            "- beans:",
            "- rest: {}",
            "- routeTemplate: {}",
            "- from: direct:a",
            "---",
            "...",
            "hello",
            "-",
            ":",
            "?",
            "\tx: y",
            "%YAML 1.1");

    /** The text with this change; the same text where the change does not fit the line. */
    public String of(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int at = Math.min(lines.size() - 1, (int) (place * lines.size()));
        String line = lines.get(at);
        int end = blockEnd(lines, at);
        switch (kind) {
            case DELETE_LINE -> lines.remove(at);
            case DELETE_BLOCK -> lines.subList(at, end).clear();
            case DELETE_BELOW -> lines.subList(Math.min(at + 1, end), end).clear();
            case DELETE_VALUE -> lines.set(at, line.replaceFirst("(: ).*|(- ).*", "$1$2"));
            case DUPLICATE_LINE -> lines.add(at, line);
            case DUPLICATE_BLOCK -> lines.addAll(end, List.copyOf(lines.subList(at, end)));
            case INDENT_LINE -> lines.set(at, shifted(line));
            case INDENT_BLOCK -> lines.subList(at, end).replaceAll(this::shifted);
            case SWAP_LINES -> {
                int other = Math.min(lines.size() - 1, at + 1 + choice % 5);
                lines.set(at, lines.get(other));
                lines.set(other, line);
            }
            case RENAME_KEY -> lines.set(at, renamed(line));
            case REPLACE_VALUE -> lines.set(at, revalued(line));
            case REPLACE_BLOCK -> {
                lines.subList(Math.min(at + 1, end), end).clear();
                lines.set(at, revalued(line));
            }
            case INSERT_LINE -> lines.add(at, indent(line) + LINES.get(choice % LINES.size()));
            case COMMENT_OUT -> lines.set(at, "#" + line);
            case MISSPELL -> lines.set(at, misspelt(line));
        }
        return String.join("\n", lines);
    }

    private static String indent(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    /** The line after the last one that is indented deeper than this one. */
    private static int blockEnd(List<String> lines, int at) {
        int own = indent(lines.get(at)).length();
        int end = at + 1;
        while (end < lines.size()
                && (lines.get(end).isBlank() || indent(lines.get(end)).length() > own)) {
            end++;
        }
        return end;
    }

    private String shifted(String line) {
        int shift = SHIFTS[choice % SHIFTS.length];
        return shift > 0
                ? " ".repeat(shift) + line
                : line.substring(Math.min(-shift, indent(line).length()));
    }

    private String renamed(String line) {
        Matcher entry = ENTRY.matcher(line);
        return entry.matches()
                ? entry.group(1) + KEYS.get(choice % KEYS.size()) + ":"
                        + (entry.group(3) == null ? "" : " " + entry.group(3))
                : line;
    }

    private String revalued(String line) {
        String value = VALUES.get(choice % VALUES.size());
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
            return entry.group(1) + entry.group(2) + ": " + value;
        }
        Matcher item = ITEM.matcher(line);
        return item.matches() ? item.group(1) + value : line;
    }

    /** Without one of its characters, or with the one before it twice. */
    private String misspelt(String line) {
        if (line.isBlank()) {
            return line;
        }
        int first = indent(line).length();
        int at = first + choice / 2 % (line.length() - first);
        return choice % 2 == 0
                ? line.substring(0, at) + line.substring(at + 1)
                : line.substring(0, at) + line.charAt(at) + line.substring(at);
    }
}
