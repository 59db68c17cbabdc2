// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Beans of files that cannot be read: that no bean has their name says nothing that is not said of the file. */
final class UnreadBeans {

    private static final Pattern FINDING =
            Pattern.compile(".*?:\\d+: " + Pattern.quote(NameText.NO_BEAN) + "(.+?)(?:; .*)?", Pattern.DOTALL);

    private UnreadBeans() {}

    /** Whether a finding is about a name that a file which cannot be read seems to give to a bean. */
    static boolean explain(String finding, Sources sources) {
        Matcher name = FINDING.matcher(finding);
        if (!name.matches()) {
            return false;
        }
        Pattern declaration = Pattern.compile("\\bname\\W+" + Pattern.quote(name.group(1)) + "(?![\\w-])");
        return sources.files().files().entrySet().stream()
                .filter(file -> sources.yaml().isUnreadable(sources.files().shown(file.getKey())))
                .anyMatch(file -> declaration
                        .matcher(new String(file.getValue(), StandardCharsets.UTF_8))
                        .find());
    }
}
