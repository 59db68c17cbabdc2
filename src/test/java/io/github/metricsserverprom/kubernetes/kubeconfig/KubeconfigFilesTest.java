// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigFilesTest {

    @TempDir
    private Path folder;

    @Test
    void firstFileThatNamesAnEntryWinsAndGivesItWhole() throws IOException {
        Path first = write(
                "a/first",
                """
                current-context: one
                contexts:
                - name: one
                  context: {cluster: c1, user: u1}
                users:
                - name: red
                  user: {token: first}
                """);
        Path second = write(
                "b/second",
                """
                current-context: two
                contexts:
                - name: one
                  context: {cluster: other}
                - name: two
                  context: {cluster: c2, user: red, namespace: n}
                clusters:
                - name: c2
                  cluster: {server: 'https://two', certificate-authority: ca.pem}
                users:
                - name: red
                  user: {token: second, username: discarded}
                """);
        Kubeconfig merged = new KubeconfigFiles(List.of(first, folder.resolve("absent"), second))
                .read()
                .orElseThrow();
        assertThat(merged.sources()).containsExactly(first, second);
        assertThat(merged.currentContext()).isEqualTo("one");
        assertThat(merged.contexts().keySet()).containsExactly("one", "two");
        assertThat(merged.contexts().get("one").cluster()).isEqualTo("c1");
        assertThat(merged.contexts().get("two").namespace()).isEqualTo("n");
        assertThat(merged.users().get("red").token()).isEqualTo("first");
        assertThat(merged.users().get("red").username()).isNull();
        assertThat(merged.clusters().get("c2").certificateAuthority().file()).isEqualTo(folder.resolve("b/ca.pem"));
    }

    @Test
    void jsonAndAnchorsAreReadToo() throws IOException {
        Path json = write("json", "{\"clusters\":[{\"name\":\"a\",\"cluster\":{\"server\":\"https://a\"}}]}");
        Path anchors = write("anchors", "x: &c {server: 'https://b'}\nclusters:\n- name: b\n  cluster: *c\n");
        Kubeconfig merged = new KubeconfigFiles(List.of(json, anchors)).read().orElseThrow();
        assertThat(merged.clusters().get("a").server()).isEqualTo("https://a");
        assertThat(merged.clusters().get("b").server()).isEqualTo("https://b");
    }

    @Test
    void unchangedFilesGiveTheSameObjectAndChangedOnesAnother() throws IOException {
        Path file = write("config", "current-context: a\n");
        KubeconfigFiles files = new KubeconfigFiles(List.of(file));
        Kubeconfig before = files.read().orElseThrow();
        assertThat(files.read().orElseThrow()).isSameAs(before);
        Files.writeString(file, "current-context: b\n");
        assertThat(files.read().orElseThrow().currentContext()).isEqualTo("b");
        Files.writeString(file, "[");
        assertThatThrownBy(files::read).isInstanceOf(AccessException.class);
        assertThatThrownBy(files::read).isInstanceOf(AccessException.class);
        Files.delete(file);
        assertThat(files.read()).isEmpty();
    }

    @Test
    void swappedLinkOfAMountedSecretIsNoticed() throws IOException {
        write("..1/config", "current-context: a\n");
        write("..2/config", "current-context: b\n");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(folder.resolve("config"), Path.of("..data/config"));
        KubeconfigFiles files = new KubeconfigFiles(List.of(file));
        assertThat(files.read().orElseThrow().currentContext()).isEqualTo("a");
        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("..2"));
        assertThat(files.read().orElseThrow().currentContext()).isEqualTo("b");
    }

    @Test
    void printingShowsNoSecret() throws IOException {
        Path file = write(
                "config",
                """
                clusters:
                - name: c
                  cluster: {server: 'https://a', certificate-authority-data: c2VjcmV0}
                users:
                - name: u
                  user: {token: secret-token, password: secret-password, exec: {command: x, apiVersion: v1, args: [secret-arg]}}
                - name: o
                  user: {auth-provider: {name: oidc, config: {refresh-token: secret-refresh}}}
                """);
        Kubeconfig read = new KubeconfigFiles(List.of(file)).read().orElseThrow();
        assertThat(read.toString()
                        + read.users().get("u").exec()
                        + read.users().get("o").authProvider())
                .doesNotContain("secret")
                .doesNotContain("c2VjcmV0");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
