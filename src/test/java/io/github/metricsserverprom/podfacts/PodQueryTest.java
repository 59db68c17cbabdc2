// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.podfacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.metricsserverprom.selection.LabelSelector;
import io.github.metricsserverprom.selection.NamespaceDenylist;
import io.github.metricsserverprom.selection.Namespaces;
import io.github.metricsserverprom.selection.PodSelection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodQueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # namespaces | denylist       | labels                 | paths
                         |                |                        | api/v1/pods
            a            |                |                        | api/v1/namespaces/a/pods
            b,a          |                | app=web                | api/v1/namespaces/a/pods?labelSelector=app%3Dweb api/v1/namespaces/b/pods?labelSelector=app%3Dweb
                         | kube-*         |                        | api/v1/pods
                         | b,kube-*,a     |                        | api/v1/pods?fieldSelector=metadata.namespace%21%3Da%2Cmetadata.namespace%21%3Db
            a,b          | b              |                        | api/v1/namespaces/a/pods
                         | x              | !a,b in (c,d),e/f!=g   | api/v1/pods?labelSelector=%21a%2Cb%20in%20%28c%2Cd%29%2Ce%2Ff%21%3Dg&fieldSelector=metadata.namespace%21%3Dx
            """)
    void aSelectionIsThesePaths(String namespaces, String denylist, String labels, String paths) {
        PodSelection selection = new PodSelection(
                Namespaces.of(namespaces), NamespaceDenylist.of(denylist), LabelSelector.parse(labels));

        assertThat(PodQuery.of(selection, false, 500))
                .extracting(query -> query.path().toString())
                .containsExactly(paths.split(" "));
    }
}
