// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds AWS credentials where the command line tools find them, in the same order (botocore, {@code create_credential_resolver}): keys in
 * the environment unless a profile is named on the command line, the profile's role, web identity (IRSA), the rest of the profile, the
 * container's endpoint (ECS, Pod Identity), the instance's metadata. A source that is configured and fails is an error, never a reason to
 * go on to the next: that would be somebody else's identity. The SDK's own chain is not used because it sees only the environment of this
 * process, not that of the exec entry.
 */
final class AwsCredentials {

    private final AwsEnvironment environment;
    private final Roles roles;
    private final ProfileCredentials profile;
    private final Duration limit;

    AwsCredentials(AwsEnvironment environment, String region, Duration limit) {
        this.environment = environment;
        this.roles = new Roles(environment, region, limit);
        this.profile = new ProfileCredentials(environment, roles, this::named, limit);
        this.limit = limit;
    }

    /**
     * Finds the credentials a request is to be signed with: those of the role if there is one.
     *
     * @throws AccessException if there are none, or a source that is configured does not give them
     */
    AwsIdentity get(EksRequest request) {
        try {
            AwsIdentity own = own();
            return request.roleArn() == null
                    ? own
                    : roles.assume(own, new Roles.Role(request.roleArn(), request.sessionName(), request.externalId()));
        } catch (SdkException e) {
            throw AccessException.credentials("AWS credentials: " + Secrets.redact(String.valueOf(e.getMessage()))
                    + "; check profile, role and network");
        }
    }

    private AwsIdentity own() {
        String name = environment.profileName();
        boolean explicit = environment.isProfileExplicit();
        return (explicit ? Optional.<AwsIdentity>empty() : keys())
                .or(() -> profile.role(name))
                .or(() -> explicit ? Optional.empty() : webIdentity())
                .or(() -> profile.other(name))
                .or(this::container)
                .or(this::instance)
                .orElseThrow(
                        () -> AccessException.credentials(
                                "no AWS credentials found: neither AWS_ACCESS_KEY_ID, nor"
                                        + " AWS_WEB_IDENTITY_TOKEN_FILE, nor profile " + name
                                        + ", nor container credentials, nor instance metadata; give one of them to this process"));
    }

    /** What a profile's {@code credential_source} names. */
    private Optional<AwsIdentity> named(String source) {
        return switch (source) {
            case "Environment" -> keys();
            case "EcsContainer" -> container();
            case "Ec2InstanceMetadata" -> instance();
            default ->
                throw AccessException.configuration("AWS credential_source is " + source
                        + ", expected Environment, EcsContainer or Ec2InstanceMetadata; correct the profile");
        };
    }

    private Optional<AwsIdentity> keys() {
        Optional<String> id = environment.get("AWS_ACCESS_KEY_ID");
        Optional<String> secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (secret.isEmpty()) {
            throw AccessException.configuration(
                    "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not; set both or none");
        }
        Optional<String> session = environment.get("AWS_SESSION_TOKEN");
        return Optional.of(new AwsIdentity(
                session.isPresent()
                        ? AwsSessionCredentials.create(id.get(), secret.get(), session.get())
                        : AwsBasicCredentials.create(id.get(), secret.get()),
                "keys in the environment"));
    }

    private Optional<AwsIdentity> webIdentity() {
        Optional<String> file = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String role = environment
                .get("AWS_ROLE_ARN")
                .orElseThrow(() -> AccessException.configuration(
                        "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; set both or none"));
        String session = environment.get("AWS_ROLE_SESSION_NAME").orElse(null);
        return Optional.of(roles.forWebIdentity(Path.of(file.get()), new Roles.Role(role, session, null)));
    }

    private Optional<AwsIdentity> container() {
        return new ContainerCredentials(environment, limit)
                .get()
                .map(credentials -> new AwsIdentity(credentials, "container credentials"));
    }

    private Optional<AwsIdentity> instance() {
        if (environment
                .get("AWS_EC2_METADATA_DISABLED")
                .map("true"::equalsIgnoreCase)
                .orElse(false)) {
            return Optional.empty();
        }
        InstanceProfileCredentialsProvider.Builder builder = InstanceProfileCredentialsProvider.builder()
                .profileFile(environment.files())
                .profileName(environment.profileName());
        environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT").ifPresent(builder::endpoint);
        try (InstanceProfileCredentialsProvider provider = builder.build()) {
            return Optional.of(new AwsIdentity(provider.resolveCredentials(), "instance metadata"));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }
}
