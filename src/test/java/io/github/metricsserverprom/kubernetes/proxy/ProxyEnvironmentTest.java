// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Go's httpproxy, which kubectl goes by. */
class ProxyEnvironmentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example:6443 |                      | true",
                "https://api.example:6443 | *                    | false",
                "https://api.example:6443 | example              | false",
                "https://api.example:6443 | .example             | false",
                "https://api.example:6443 | *.example            | false",
                "https://example:6443     | .example             | true",
                "https://badexample:6443  | example              | true",
                "https://API.Example:6443 | api.EXAMPLE          | false",
                "https://api.example:6443 | api.example:6443     | false",
                "https://api.example:6443 | api.example:443      | true",
                "https://api.example      | api.example:443      | false",
                "https://api.example:6443 | other, api.example   | false",
                "https://10.1.2.3:6443    | 10.0.0.0/8           | false",
                "https://10.1.2.3:6443    | 10.2.0.0/16          | true",
                "https://10.1.2.3:6443    | 10.1.2.3             | false",
                "https://10.1.2.3:6443    | 10.1.2.30            | true",
                "https://[fd00::1]:6443   | fd00::/8             | false",
                "https://[fd00::1]:6443   | fd00::1              | false",
                "https://[fd00::1]:6443   | 10.0.0.0/8           | true",
                "https://10.1.2.3:6443    | 10.0.0.0/x           | true",
                "https://127.0.0.1:6443   |                      | false",
                "https://[::1]:6443       |                      | false",
                "https://localhost:6443   |                      | false",
                "http://api.example:8080  |                      | false"
            })
    void proxyIsUsedUnlessTheServerIsExempt(String server, String noProxy, boolean used) {
        ProxyEnvironment environment = new ProxyEnvironment(
                Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy == null ? "" : noProxy));
        assertThat(environment.proxyFor(URI.create(server)).isPresent()).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, http://proxy:3128",
        "proxy:3128, http://proxy:3128",
        "http://proxy, http://proxy:80",
        "socks5://proxy, socks5://proxy:1080",
        "http://me:pw@proxy:1, http://proxy:1"
    })
    void formsOfTheAddressAreUnderstood(String url, String shown) {
        ProxyEnvironment environment = new ProxyEnvironment(Map.of("https_proxy", url));
        assertThat(environment.proxyFor(URI.create("https://api.example")))
                .hasValueSatisfying(proxy -> assertThat(proxy).hasToString(shown));
    }

    @Test
    void unknownSchemeIsRefusedWithoutQuotingTheAddress() {
        ProxyEnvironment environment = new ProxyEnvironment(Map.of("HTTPS_PROXY", "https://me:secret@proxy:1"));
        assertThatThrownBy(() -> environment.proxyFor(URI.create("https://api.example")))
                .hasMessage("environment variable HTTPS_PROXY has the scheme https; expected http://host:port or"
                        + " socks5://host:port");
    }
}
