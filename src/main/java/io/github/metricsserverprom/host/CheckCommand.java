// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Setting;
import io.github.metricsserverprom.config.Settings;
import io.github.metricsserverprom.web.WebSecurity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code check}: says everything that is wrong with routes and settings, without running them. */
@Command(
        name = "check",
        description = "Checks routes and settings without running them; needs no cluster and opens no port.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 all is well, 1 there are findings, one line each: FILE:LINE: MESSAGE."})
final class CheckCommand implements Callable<Integer> {

    private static final Pattern PLACE = Pattern.compile("(.+?:\\d+): .*", Pattern.DOTALL);

    private final Map<String, String> environment;
    private final Properties system;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InstallationOptions options;

    CheckCommand(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    @Override
    public Integer call() {
        Logging.off();
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = options.installation(environment, system);
        List<String> findings;
        try {
            RouteFiles files = installation.read();
            files.warnings().forEach(warning -> out.println("warning: " + warning));
            findings = findings(installation, files);
            if (findings.isEmpty()) {
                out.println("OK: " + files.files().size() + " files of routes in " + files.folder()
                        + (files.properties() == null ? "" : ", settings in " + installation.config()));
                return 0;
            }
        } catch (ConfigException e) {
            findings = e.getMessage().lines().toList();
        }
        findings.forEach(out::println);
        return 1;
    }

    private static List<String> findings(Installation installation, RouteFiles files) throws ConfigException {
        List<String> findings = new ArrayList<>();
        Settings settings;
        try {
            settings = installation.settings(files);
        } catch (ConfigException e) {
            findings.addAll(e.getMessage().lines().toList());
            settings = installation.defaults();
        }
        Sources sources = Sources.of(files, settings);
        try (DryRun run = new DryRun()) {
            findings.addAll(run.findings(sources));
        }
        findings.addAll(SchemaCheck.findings(sources));
        findings.addAll(ofWebConfig(settings));
        return onePerLine(findings);
    }

    private static List<String> ofWebConfig(Settings settings) {
        String file = settings.get(Setting.WEB_CONFIG_FILE);
        try {
            if (!file.isEmpty()) {
                WebSecurity.check(Path.of(file));
            }
            return List.of();
        } catch (ConfigException e) {
            return e.getMessage().lines().toList();
        }
    }

    /** The first finding of each line of a file: what the schema says of a line that Camel has refused is no news. */
    private static List<String> onePerLine(List<String> findings) {
        Map<String, String> byPlace = new LinkedHashMap<>();
        for (String finding : findings) {
            Matcher place = PLACE.matcher(finding);
            byPlace.putIfAbsent(place.matches() ? place.group(1) : finding, finding);
        }
        return List.copyOf(byPlace.values());
    }
}
