// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Makes the token: {@code k8s-aws-v1.} and, in base64url without padding, the URL of an STS GetCallerIdentity request that is signed
 * together with the name of the cluster. Byte for byte what {@code aws eks get-token} makes.
 */
final class TokenSigner {

    private static final String PREFIX = "k8s-aws-v1.";
    private static final String CLUSTER_HEADER = "x-k8s-aws-id";
    private static final Duration EXPIRY = Duration.ofSeconds(60);
    /** The order in which botocore writes the parameters. */
    private static final List<String> ORDER = List.of(
            "Action",
            "Version",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Security-Token",
            "X-Amz-Signature");

    private final Clock clock;

    TokenSigner(Clock clock) {
        this.clock = clock;
    }

    /** Makes a token that names a cluster, under the rules the environment sets for the endpoint. */
    String sign(AwsCredentialsIdentity credentials, String region, String cluster, AwsEnvironment environment) {
        Endpoint endpoint = endpoint(region, environment);
        String host = endpoint.url().getHost();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://" + host + "/"))
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader(CLUSTER_HEADER, cluster)
                .build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(credentials)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                .putProperty(AwsV4HttpSigner.REGION_NAME, signingRegion(endpoint, region))
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, EXPIRY)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        String url = url(host, signed.request().rawQueryParameters());
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }

    private static Endpoint endpoint(String region, AwsEnvironment environment) {
        try {
            return StsEndpointProvider.defaultProvider()
                    .resolveEndpoint(rules -> rules.region(Region.of(region))
                            .useFips(environment.fips())
                            .useDualStack(environment.dualStack())
                            .useGlobalEndpoint(environment.legacyEndpoint()))
                    .join();
        } catch (CompletionException | IllegalArgumentException e) {
            throw AccessException.configuration(
                    "AWS region " + region + ": no STS endpoint is known for it; correct --region or AWS_REGION", e);
        }
    }

    private static String signingRegion(Endpoint endpoint, String region) {
        List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
        return schemes == null
                ? region
                : schemes.stream()
                        .filter(SigV4AuthScheme.class::isInstance)
                        .map(scheme -> ((SigV4AuthScheme) scheme).signingRegion())
                        .filter(name -> name != null)
                        .findFirst()
                        .orElse(region);
    }

    private static String url(String host, Map<String, List<String>> parameters) {
        StringBuilder url = new StringBuilder("https://").append(host).append("/?");
        int written = 0;
        for (String name : ORDER) {
            List<String> values = parameters.get(name);
            if (values != null) {
                url.append(written++ == 0 ? "" : "&").append(name).append('=');
                url.append(SdkHttpUtils.urlEncode(values.get(0)));
            }
        }
        if (written != parameters.size()) {
            throw new IllegalStateException("the signer adds parameters that tokens may not have");
        }
        return url.toString();
    }
}
