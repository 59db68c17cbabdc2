// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.failure;

import java.util.List;
import java.util.regex.Pattern;

/** Takes what looks like a secret out of text of others, such as the complaints of a plugin. */
public final class Secrets {

    private static final String REMOVED = "[removed]";
    private static final int LONGEST = 300;
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", Pattern.DOTALL),
            Pattern.compile("k8s-aws-v1\\.\\S+"),
            Pattern.compile("https?://\\S*[?&]\\S*"),
            Pattern.compile("(?i)bearer\\s+\\S+"),
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+"),
            Pattern.compile(
                    "(?i)\\b[\\w-]*(token|password|passwd|secret|authorization|credential)[\\w-]*[\"']?\\s*[=:]\\s*\\S+"),
            Pattern.compile("(?=\\S*\\d)(?=\\S*[A-Z])(?=\\S*[a-z])[A-Za-z0-9+/_=-]{32,}"));

    private Secrets() {}

    /** One line without anything that looks like a secret, shortened from the front: the end of a complaint says most. */
    public static String redact(String text) {
        String safe = text;
        for (Pattern pattern : PATTERNS) {
            safe = pattern.matcher(safe).replaceAll(REMOVED);
        }
        safe = safe.strip().replaceAll("\\s*[\\r\\n]+\\s*", " | ");
        return safe.length() <= LONGEST ? safe : "..." + safe.substring(safe.length() - LONGEST);
    }
}
