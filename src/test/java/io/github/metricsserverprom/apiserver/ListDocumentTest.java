// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListDocumentTest {

    private final List<String> names = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'items':[]}|''|[]",
                "{'items':null}|''|[]",
                "{'items':[{'name':'a'},{'name':'b'}]}|''|[a, b]",
                "{'kind':'PodList','metadata':{'continue':'t/1=','remainingItemCount':3},'items':[{'name':'a'}]}|t/1=|[a]",
                "{'items':[{'name':'a'}],'metadata':{'continue':'late','x':{'continue':'no'}}}|late|[a]",
                "{'metadata':null,'items':[]}|''|[]",
                "{'metadata':{'continue':null},'items':[]}|''|[]",
                "{'x':{'items':[{'name':'no'}]},'items':[{'name':'a'}]}|''|[a]"
            })
    void readsItemsAndTheTokenOfTheNextPage(String json, String next, String items) throws IOException {
        assertThat(parse(json)).isEqualTo(next);
        assertThat(names).hasToString(items);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|found nothing, expected a PodList",
                "[]|found an array, expected a PodList",
                "'\"text\"'|found a string, expected a PodList",
                "7|found a number, expected a PodList",
                "true|found a boolean, expected a PodList",
                "null|found null, expected a PodList",
                "{}|found an object without items, expected a PodList",
                "{'kind':'Status'}|found kind Status without items, expected a PodList",
                "{'items':{}}|found items as an object, expected an array in PodList",
                "{'items':[[]]}|found an array among the items of PodList",
                "{'items':[null]}|found null among the items of PodList"
            })
    void saysWhatElseItFound(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(UnexpectedDocumentException.class)
                .hasMessage(message);
    }

    private String parse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json.replace('\'', '"'))) {
            return ListDocument.parse(parser, "PodList", item -> {
                        item.nextToken();
                        item.nextToken();
                        names.add(item.getText());
                        item.nextToken();
                    })
                    .next();
        }
    }
}
