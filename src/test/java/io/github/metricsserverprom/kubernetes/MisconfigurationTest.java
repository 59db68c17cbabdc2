// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the files alone: the exact line, before anything is asked over the network. */
class MisconfigurationTest {

    private static final String CLUSTER = "{server: 'https://127.0.0.1:6443'}";
    private static Vertx vertx;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    /** Name, kubeconfig, message; DIR stands for the folder of the kubeconfig. */
    static Stream<Arguments> files() {
        String exec = "exec: {command: DIR/absent, apiVersion: client.authentication.k8s.io/v1";
        return Stream.of(
                row(
                        "empty file",
                        "",
                        "no context chosen: DIR/config has no current-context; there is no context in it; is it the right"
                                + " file?"),
                row(
                        "bad YAML",
                        "clusters:\n- name: a\n  cluster: {server: 'x\n",
                        "DIR/config line 4: not valid YAML (found unexpected end of stream); correct the line"),
                row(
                        "tabs",
                        "clusters:\n\t- name: a\n",
                        "DIR/config line 2: not valid YAML (found character '...' that cannot start any token. (Do not"
                                + " use \\t(TAB) for indentation)); correct the line"),
                row(
                        "a list where a mapping is expected",
                        "- a\n- b\n",
                        "DIR/config line 1: the document is a list, expected a mapping"),
                row(
                        "another object",
                        "kind: Secret\n",
                        "DIR/config: kind is not Config but some other object; give a kubeconfig (kubectl config view"
                                + " --raw)"),
                row(
                        "field of the wrong shape",
                        TestKubeconfig.text("{server: [a]}", "{}"),
                        "DIR/config line 9: clusters[0].cluster.server is a list, expected a single value"),
                row(
                        "flag that is none",
                        TestKubeconfig.text("{server: a, insecure-skip-tls-verify: maybe}", "{}"),
                        "DIR/config line 9: clusters[0].cluster.insecure-skip-tls-verify is something else, expected true or"
                                + " false"),
                row(
                        "two clusters of one name",
                        TestKubeconfig.text(CLUSTER, "{}").replace("users:", "- name: test\n  cluster: {}\nusers:"),
                        "DIR/config line 10: clusters has the name test twice; remove one of them"),
                row(
                        "no current context",
                        TestKubeconfig.text(CLUSTER, "{}")
                                .replace("current-context: test\n", "")
                                .replace("clusters:", "- name: b\n  context: {cluster: test, user: test}\nclusters:"),
                        "no context chosen: DIR/config has no current-context; there is: test, b; set KUBE_CONTEXT to one of"
                                + " them"),
                row(
                        "unknown context",
                        TestKubeconfig.text(CLUSTER, "{}").replace("current-context: test", "current-context: prod"),
                        "context prod is not in DIR/config; there is: test; set KUBE_CONTEXT to one that exists"),
                row(
                        "missing cluster",
                        TestKubeconfig.text(CLUSTER, "{}").replace("{cluster: test,", "{cluster: prod,"),
                        "context test (DIR/config line 5): cluster prod is not in DIR/config; there is: test; correct the"
                                + " name or add the cluster"),
                row(
                        "missing user",
                        TestKubeconfig.text(CLUSTER, "{}").replace("user: test}", "user: prod}"),
                        "context test (DIR/config line 5): user prod is not in DIR/config; there is: test; correct the name"
                                + " or add the user"),
                row(
                        "no server",
                        TestKubeconfig.text("{}", "{}"),
                        "cluster test (DIR/config line 8): server is missing; add the URL of the API server"),
                row(
                        "bad server",
                        TestKubeconfig.text("{server: 'ftp://x y'}", "{}"),
                        "cluster test (DIR/config line 8): server is no URL of an API server; expected https://host:port,"
                                + " with a path if there is one"),
                row(
                        "authority and insecure",
                        TestKubeconfig.text(
                                "{server: 'https://a', insecure-skip-tls-verify: true, certificate-authority: x}",
                                "{}"),
                        "cluster test (DIR/config line 8): certificate-authority and insecure-skip-tls-verify exclude each"
                                + " other; remove insecure-skip-tls-verify"),
                row(
                        "missing authority file",
                        TestKubeconfig.text("{server: 'https://a', certificate-authority: ca.pem}", "{}"),
                        "certificate-authority DIR/ca.pem (named in DIR/config line 8): no such file; mount it at this path"
                                + " or correct the path"),
                row(
                        "authority that is no certificate",
                        TestKubeconfig.text("{server: 'https://a', certificate-authority-data: aGVsbG8=}", "{}"),
                        "certificate-authority-data in DIR/config line 8: no certificate found; a block -----BEGIN"
                                + " CERTIFICATE----- is expected"),
                row(
                        "authority that is no base64",
                        TestKubeconfig.text("{server: 'https://a', certificate-authority-data: abcde}", "{}"),
                        "DIR/config line 9: clusters[0].cluster.certificate-authority-data is something else, expected"
                                + " base64"),
                row(
                        "unknown proxy",
                        TestKubeconfig.text("{server: 'https://a', proxy-url: 'ftp://secret@p:1'}", "{}"),
                        "proxy-url of cluster test (DIR/config line 8) has the scheme ftp; expected http://host:port or"
                                + " socks5://host:port"),
                row(
                        "certificate without key",
                        TestKubeconfig.text(CLUSTER, "{client-certificate: a}"),
                        "user test (DIR/config line 11): client-certificate without client-key; add client-key or"
                                + " client-key-data"),
                row(
                        "token and password",
                        TestKubeconfig.text(CLUSTER, "{token: t, username: u}"),
                        "user test (DIR/config line 11): both a token and a user name with password; keep one of them"),
                row(
                        "missing token file",
                        TestKubeconfig.text(CLUSTER, "{tokenFile: token}"),
                        "tokenFile DIR/token (named in DIR/config line 11): no such file; mount it at this path or correct"
                                + " the path"),
                row(
                        "groups without user",
                        TestKubeconfig.text(CLUSTER, "{as-groups: [a]}"),
                        "DIR/config line 12: as-groups or as-user-extra without as; name the user to act as in the field"
                                + " as"),
                row(
                        "missing plugin with its hint",
                        TestKubeconfig.text(CLUSTER, "{" + exec + ", installHint: 'Install it\n\n    from x'}}"),
                        "exec plugin DIR/absent of user test (DIR/config line 12): no such file DIR/absent; put it into the"
                                + " image or use a credential without a plugin; its install hint: Install it from x"),
                row(
                        "missing plugin of a bare name",
                        TestKubeconfig.text(
                                CLUSTER, "{exec: {command: absent, apiVersion: client.authentication.k8s.io/v1}}"),
                        "exec plugin absent of user test (DIR/config line 12): not found in PATH; put it into the image or"
                                + " use a credential without a plugin"),
                row(
                        "plugin for EKS whose arguments are not understood",
                        TestKubeconfig.text(
                                CLUSTER,
                                "{exec: {command: /absent/aws, args: [eks, get-token, --cluster-name, a, --query, b],"
                                        + " apiVersion: client.authentication.k8s.io/v1beta1}}"),
                        "exec plugin /absent/aws of user test (DIR/config line 12): no such file /absent/aws; put it into"
                                + " the image or use a credential without a plugin; tokens for EKS need no program when it"
                                + " is called as aws eks get-token with --cluster-name or --cluster-id, --region,"
                                + " --role-arn, --profile, and aws-iam-authenticator token with -i, -r, -e, -s, --region"),
                row(
                        "plugin of an old version",
                        TestKubeconfig.text(
                                CLUSTER, "{exec: {command: sh, apiVersion: client.authentication.k8s.io/v1alpha1}}"),
                        "exec plugin sh of user test (DIR/config line 12): apiVersion is"
                                + " client.authentication.k8s.io/v1alpha1, expected client.authentication.k8s.io/v1 or"
                                + " client.authentication.k8s.io/v1beta1; update the plugin and write the kubeconfig anew"),
                row(
                        "plugin that needs a terminal",
                        TestKubeconfig.text(
                                CLUSTER,
                                "{exec: {command: sh, apiVersion: client.authentication.k8s.io/v1, interactiveMode:"
                                        + " Always}}"),
                        "exec plugin sh of user test (DIR/config line 12): interactiveMode is Always, but there is no"
                                + " terminal here; use a credential that needs nobody to type, such as a service account"
                                + " token"),
                row(
                        "plugin without command",
                        TestKubeconfig.text(CLUSTER, "{exec: {apiVersion: client.authentication.k8s.io/v1}}"),
                        "DIR/config line 12: users[0].user.exec.command is missing; add it"),
                row(
                        "unknown provider",
                        TestKubeconfig.text(CLUSTER, "{auth-provider: {name: gcp}}"),
                        "auth-provider gcp of user test (DIR/config line 12): not known, nor is it to kubectl since 1.26; use"
                                + " the exec plugin of the provider"));
    }

    private static Arguments row(String name, String text, String message) {
        return Arguments.of(name, text, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void messageIsOneExactLineAndTheConfigurationCannotWork(String name, String text, String message)
            throws IOException {
        Path file = TestKubeconfig.write(folder.resolve("config"), text.replace("DIR", folder.toString()));
        AccessException failure = catchThrowableOfType(
                AccessException.class,
                () -> ClusterAccess.open(TestKubeconfig.settings(file), vertx).close());
        assertThat(failure).hasMessage(message.replace("DIR", folder.toString()));
        assertThat(failure.kind()).isEqualTo(AccessException.Kind.CONFIGURATION);
        assertThat(StartupReport.of(failure).verdict()).isEqualTo(StartupReport.Verdict.CANNOT_WORK);
    }

    @Test
    void nothingFoundNamesEveryPlaceLookedAt() {
        AccessSettings settings = AccessSettings.of(Map.of(), Path.of("/etc/kube/config"))
                .change()
                .kubeconfig(List.of(folder.resolve("a"), folder.resolve("b")))
                .done();
        assertThatThrownBy(() -> ClusterAccess.open(settings, vertx))
                .hasMessage("no way to a cluster found: no kubeconfig at " + folder.resolve("a") + ", "
                        + folder.resolve("b") + ", and no service account of a pod (KUBERNETES_SERVICE_HOST and"
                        + " KUBERNETES_SERVICE_PORT are not set); mount a kubeconfig there, set KUBECONFIG, or run in a"
                        + " pod with a service account");
        assertThatThrownBy(() -> ClusterAccess.open(
                        settings.change()
                                .inCluster(new InClusterPaths(folder, "10.0.0.1", "443"))
                                .done(),
                        vertx))
                .hasMessageContaining("no service account of a pod (" + folder.resolve("token") + " does not exist)");
    }

    @Test
    void folderInThePlaceOfTheFileIsNamed() throws IOException {
        Path file = Files.createDirectory(folder.resolve("config"));
        assertThatThrownBy(() -> ClusterAccess.open(TestKubeconfig.settings(file), vertx))
                .hasMessage(
                        "kubeconfig " + file + ": is a folder; a file is expected (a container engine makes a folder"
                                + " when the file to mount does not exist)");
    }

    @Test
    void unknownFurtherContextStopsTheStart() throws IOException {
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(CLUSTER, "{token: t}"));
        AccessSettings settings = TestKubeconfig.settings(file)
                .change()
                .contexts(List.of("other"))
                .done();
        assertThatThrownBy(() -> ClusterAccess.open(settings, vertx))
                .hasMessage(
                        "context other is not in " + file + "; there is: test; set KUBE_CONTEXT to one that exists");
    }

    @Test
    void kubeconfigThatOthersCanReadIsWarnedAbout() throws IOException {
        Path file = TestKubeconfig.write(folder.resolve("config"), TestKubeconfig.text(CLUSTER, "{token: t}"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (ClusterAccess access = ClusterAccess.open(TestKubeconfig.settings(file), vertx)) {
            assertThat(access.describe("test").warnings())
                    .containsExactly("kubeconfig " + file + " can be read by every user of this machine; chmod o-r it");
        }
    }
}
