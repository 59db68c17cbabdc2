// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EksRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "aws eks get-token --cluster-name demo | - | demo | - | - | - | - | EKSGetTokenAuth",
                "aws --region eu-west-1 eks get-token --cluster-name demo --output json | - | demo | eu-west-1 | - | - | - | EKSGetTokenAuth",
                "/usr/local/bin/aws eks get-token --cluster-name=demo --region=eu-west-1 | - | demo | eu-west-1 | - | - | - | EKSGetTokenAuth",
                "aws eks get-token --cluster-id 0a-1b --profile prod | - | 0a-1b | - | - | prod | - | EKSGetTokenAuth",
                "aws eks get-token --cluster-name demo --role-arn arn:aws:iam::1:role/r | - | demo | - | arn:aws:iam::1:role/r | - | - | EKSGetTokenAuth",
                "aws eks get-token --cluster-name demo --no-cli-pager | AWS_REGION=eu-west-2,AWS_DEFAULT_REGION=eu-west-3 | demo | eu-west-2 | - | - | - | EKSGetTokenAuth",
                "aws eks get-token --cluster-name demo | AWS_DEFAULT_REGION=eu-west-3 | demo | eu-west-3 | - | - | - | EKSGetTokenAuth",
                "aws eks get-token --cluster-name demo --region eu-west-1 | AWS_REGION=eu-west-2 | demo | eu-west-1 | - | - | - | EKSGetTokenAuth",
                "aws-iam-authenticator token -i demo | - | demo | - | - | - | - | metrics-server-prom",
                "aws-iam-authenticator token -i=demo -rarn:aws:iam::1:role/r | - | demo | - | arn:aws:iam::1:role/r | - | - | metrics-server-prom",
                "heptio-authenticator-aws token --cluster-id demo --role r --external-id e --session-name me | - | demo | - | r | - | e | me",
                "aws-iam-authenticator token -i demo -r r -e e -s me --region us-west-2 --cache | - | demo | us-west-2 | r | - | e | me",
                "aws-iam-authenticator token | KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID=demo,DEFAULT_ROLE=r | demo | - | r | - | - | metrics-server-prom",
                "aws-iam-authenticator -i demo token -i other | - | other | - | - | - | - | metrics-server-prom"
            })
    void commandLineIsUnderstood(
            String line,
            String environment,
            String cluster,
            String region,
            String role,
            String profile,
            String externalId,
            String sessionName) {
        List<String> words = Arrays.asList(line.split(" "));
        assertThat(EksRequest.of(words.get(0), words.subList(1, words.size()), variables(environment)))
                .contains(new EksRequest(cluster, region, role, profile, externalId, sessionName));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gke-gcloud-auth-plugin",
                "aws-vault exec prod -- aws eks get-token --cluster-name demo",
                "aws eks get-token",
                "aws eks get-token --cluster-name a --cluster-id b",
                "aws eks get-token --cluster-name",
                "aws eks get-token --cluster-name demo --output yaml",
                "aws eks get-token --cluster-name demo --query status.token",
                "aws eks get-token --cluster-name demo --endpoint-url http://localhost",
                "aws eks get-token --cluster-name demo --no-verify-ssl",
                "aws eks describe-cluster --cluster-name demo",
                "aws sts get-token --cluster-name demo",
                "aws-iam-authenticator token",
                "aws-iam-authenticator token -i demo --forward-session-name",
                "aws-iam-authenticator token -i demo --token-only",
                "aws-iam-authenticator server -i demo",
                "sh -c aws"
            })
    void anythingElseIsLeftToThePlugin(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        assertThat(EksRequest.of(words.get(0), words.subList(1, words.size()), Map.of()))
                .isEmpty();
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new HashMap<>();
        if (text != null) {
            for (String pair : text.split(",")) {
                variables.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return variables;
    }
}
