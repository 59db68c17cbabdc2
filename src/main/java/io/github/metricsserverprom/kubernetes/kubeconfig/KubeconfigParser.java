// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one kubeconfig file (YAML or JSON). Unknown fields are passed over, as kubectl does. The format is <a
 * href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig v1</a>.
 */
final class KubeconfigParser {

    private static final String EXEC_EXTENSION = "client.authentication.k8s.io/exec";

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private final Path file;

    KubeconfigParser(Path file) {
        this.file = file;
    }

    /**
     * Parses the content of the file.
     *
     * @return an empty kubeconfig for an empty file
     * @throws AccessException naming file, line and field of what is wrong
     */
    Kubeconfig parse(byte[] content) {
        Optional<Node> document = compose(new String(content, StandardCharsets.UTF_8));
        if (document.isEmpty()) {
            return new Kubeconfig(List.of(file), null, Map.of(), Map.of(), Map.of());
        }
        YamlObject root = new YamlObject(file, "", document.get());
        String kind = root.text("kind");
        if (kind != null && !kind.equals("Config")) {
            throw AccessException.configuration(
                    file + ": kind is not Config but some other object; give a kubeconfig (kubectl config view --raw)");
        }
        return new Kubeconfig(
                List.of(file),
                root.text("current-context"),
                named(root, "contexts", entry -> context(entry)),
                named(root, "clusters", entry -> cluster(entry)),
                named(root, "users", entry -> user(entry)));
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            // The message of the library quotes the text around the mark, which may be a secret: use the bare problem.
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw AccessException.configuration(
                    new Origin(file, line) + ": not valid YAML (" + plainProblem(e) + "); correct the line");
        } catch (YamlEngineException e) {
            throw AccessException.configuration(file + ": not valid YAML; give a kubeconfig");
        }
    }

    /** The problem without what it quotes of the file but single characters. */
    private static String plainProblem(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "syntax error" : e.getProblem();
        return QUOTED.matcher(problem)
                .replaceAll(quoted -> quoted.group(1).length() < 2 ? Matcher.quoteReplacement(quoted.group()) : "'...'")
                .replaceAll("(found undefined alias|found duplicate key) .*", "$1");
    }

    private static <T> Map<String, T> named(YamlObject root, String list, Function<YamlObject, T> read) {
        Map<String, T> entries = new LinkedHashMap<>();
        for (YamlObject entry : root.objects(list)) {
            String name = entry.required("name");
            if (entries.put(name, read.apply(entry)) != null) {
                throw AccessException.configuration(
                        entry.origin() + ": " + list + " has the name " + name + " twice; remove one of them");
            }
        }
        return entries;
    }

    private static KubeContext context(YamlObject entry) {
        YamlObject context = entry.object("context");
        return new KubeContext(
                entry.text("name"),
                context.text("cluster"),
                context.text("user"),
                context.text("namespace"),
                entry.origin());
    }

    private static KubeCluster cluster(YamlObject entry) {
        YamlObject cluster = entry.object("cluster");
        Object execConfig = cluster.objects("extensions").stream()
                .filter(extension -> EXEC_EXTENSION.equals(extension.text("name")))
                .map(extension -> extension.plain("extension"))
                .findFirst()
                .orElse(null);
        return new KubeCluster(
                entry.text("name"),
                cluster.text("server"),
                material(cluster, entry.origin(), "certificate-authority"),
                cluster.flag("insecure-skip-tls-verify"),
                cluster.text("tls-server-name"),
                cluster.text("proxy-url"),
                execConfig,
                entry.origin());
    }

    private static KubeUser user(YamlObject entry) {
        YamlObject user = entry.object("user");
        String tokenFile = user.text("tokenFile");
        return new KubeUser(
                entry.text("name"),
                material(user, entry.origin(), "client-certificate"),
                material(user, entry.origin(), "client-key"),
                user.text("token"),
                tokenFile == null ? null : entry.origin().resolve(tokenFile),
                user.text("username"),
                user.text("password"),
                user.has("exec") ? exec(user.object("exec")) : null,
                user.has("auth-provider") ? authProvider(user.object("auth-provider")) : null,
                impersonation(user),
                entry.origin());
    }

    private static ExecSpec exec(YamlObject exec) {
        Map<String, String> env = new LinkedHashMap<>();
        for (YamlObject variable : exec.objects("env")) {
            String value = variable.text("value");
            env.put(variable.required("name"), value == null ? "" : value);
        }
        String mode = exec.text("interactiveMode");
        return new ExecSpec(
                exec.required("command"),
                List.copyOf(exec.texts("args")),
                env,
                exec.required("apiVersion"),
                exec.text("installHint"),
                exec.flag("provideClusterInfo"),
                mode == null ? "IfAvailable" : mode,
                exec.origin());
    }

    private static AuthProviderSpec authProvider(YamlObject provider) {
        return new AuthProviderSpec(provider.required("name"), texts(provider.object("config")), provider.origin());
    }

    private static Map<String, String> texts(YamlObject object) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : object.names()) {
            String value = object.text(field);
            if (value != null) {
                values.put(field, value);
            }
        }
        return values;
    }

    private static Impersonation impersonation(YamlObject user) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        YamlObject fields = user.object("as-user-extra");
        for (String field : fields.names()) {
            extra.put(field, fields.texts(field));
        }
        Impersonation impersonation =
                new Impersonation(user.text("as"), user.text("as-uid"), user.texts("as-groups"), extra);
        if (impersonation.user() == null && !(impersonation.groups().isEmpty() && extra.isEmpty())) {
            throw AccessException.configuration(
                    user.origin() + ": as-groups or as-user-extra without as; name the user to act as in the field as");
        }
        return impersonation;
    }

    /** {@code FIELD-data} (base64) or the file in {@code FIELD}; the data wins, as in client-go. */
    private static Material material(YamlObject object, Origin origin, String field) {
        String data = object.text(field + "-data");
        if (data != null) {
            try {
                return Material.inline(
                        field + "-data", origin, Base64.getMimeDecoder().decode(data));
            } catch (IllegalArgumentException e) {
                throw object.wrong(field + "-data", "base64");
            }
        }
        String path = object.text(field);
        return path == null ? null : Material.file(field, origin, origin.resolve(path));
    }
}
