// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an exec entry asks for: a token for a cluster, made with certain credentials. All but the cluster may be null.
 *
 * @param cluster name or id of the cluster
 * @param region region whose STS is asked
 * @param roleArn role to assume first
 * @param profile profile named on the command line; unlike {@code AWS_PROFILE} it keeps keys in the environment from being used
 * @param externalId external id for assuming the role
 * @param sessionName session name for assuming the role
 */
public record EksRequest(
        String cluster, String region, String roleArn, String profile, String externalId, String sessionName) {

    private static final Set<String> AWS_OPTIONS =
            Set.of("--cluster-name", "--cluster-id", "--region", "--role-arn", "--profile", "--output");
    private static final Set<String> AWS_FLAGS = Set.of("--no-cli-pager", "--no-paginate", "--no-cli-auto-prompt");
    private static final String AWS_SESSION = "EKSGetTokenAuth";
    private static final Map<String, String> AUTHENTICATOR_SHORT = Map.of(
            "-i", "--cluster-id",
            "-r", "--role",
            "-e", "--external-id",
            "-s", "--session-name");
    private static final Set<String> AUTHENTICATOR_OPTIONS =
            Set.of("--cluster-id", "--role", "--region", "--external-id", "--session-name");
    private static final String AUTHENTICATOR_SESSION = "metrics-server-prom";

    /** What is understood, in words for the operator. */
    public static final String UNDERSTOOD =
            "aws eks get-token with --cluster-name or --cluster-id, --region, --role-arn,"
                    + " --profile, and aws-iam-authenticator token with -i, -r, -e, -s, --region";

    /**
     * Understands {@code aws ... eks get-token ...} and {@code aws-iam-authenticator token ...}.
     *
     * @param environment environment the command would run in
     * @return empty for any other command and for any argument that is not known: those are left to the plugin
     */
    public static Optional<EksRequest> of(String command, List<String> args, Map<String, String> environment) {
        String name = command.substring(command.lastIndexOf('/') + 1);
        return switch (name) {
            case "aws" -> aws(args, environment);
            case "aws-iam-authenticator", "heptio-authenticator-aws" -> authenticator(args, environment);
            default -> Optional.empty();
        };
    }

    private static Optional<EksRequest> aws(List<String> args, Map<String, String> environment) {
        return CommandLine.parse(args, AWS_OPTIONS, AWS_FLAGS, Map.of())
                .filter(line -> line.words().equals(List.of("eks", "get-token")))
                .filter(line -> line.isAbsentOr("--output", "json"))
                // The command refuses both and neither: let it say so itself.
                .filter(line -> line.has("--cluster-name") != line.has("--cluster-id"))
                .map(line -> new EksRequest(
                        line.first("--cluster-name", "--cluster-id"),
                        orElse(line.first("--region"), region(environment)),
                        line.first("--role-arn"),
                        line.first("--profile"),
                        null,
                        AWS_SESSION));
    }

    private static Optional<EksRequest> authenticator(List<String> args, Map<String, String> environment) {
        return CommandLine.parse(args, AUTHENTICATOR_OPTIONS, Set.of("--cache"), AUTHENTICATOR_SHORT)
                .filter(line -> line.words().equals(List.of("token")))
                .map(line -> new EksRequest(
                        orElse(line.first("--cluster-id"), environment.get("KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID")),
                        orElse(line.first("--region"), region(environment)),
                        orElse(line.first("--role"), environment.get("DEFAULT_ROLE")),
                        null,
                        line.first("--external-id"),
                        orElse(line.first("--session-name"), AUTHENTICATOR_SESSION)))
                .filter(request -> request.cluster() != null);
    }

    /** Whether a command is one of those whose tokens can be made without it, given arguments that are understood. */
    public static boolean isCommand(String command) {
        return Set.of("aws", "aws-iam-authenticator", "heptio-authenticator-aws")
                .contains(command.substring(command.lastIndexOf('/') + 1));
    }

    private static String region(Map<String, String> environment) {
        return orElse(environment.get("AWS_REGION"), environment.get("AWS_DEFAULT_REGION"));
    }

    private static String orElse(String value, String other) {
        return value != null && !value.isBlank() ? value : other == null || other.isBlank() ? null : other;
    }
}
