// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import io.github.metricsserverprom.kubernetes.failure.Secrets;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;

/**
 * The credentials of a profile, found as the command line tools do (botocore, {@code AssumeRoleProvider} and
 * {@code ProfileProviderBuilder}): a role with the profile or place it is assumed from; web identity; SSO; keys of the credentials file; a
 * process; keys of the config file.
 */
final class ProfileCredentials {

    private static final String ROLE = "role_arn";
    private static final String WEB_IDENTITY = "web_identity_token_file";

    private final AwsEnvironment environment;
    private final Roles roles;
    private final Function<String, Optional<AwsIdentity>> sources;
    private final Duration limit;

    /**
     * @param sources gives what a {@code credential_source} names
     */
    ProfileCredentials(
            AwsEnvironment environment, Roles roles, Function<String, Optional<AwsIdentity>> sources, Duration limit) {
        this.environment = environment;
        this.roles = roles;
        this.sources = sources;
        this.limit = limit;
    }

    /** The credentials of the profile's role, if it has one that is assumed with others' credentials. */
    Optional<AwsIdentity> role(String name) {
        return environment
                .profile(name)
                .filter(ProfileCredentials::assumesRole)
                .map(p -> role(p, new LinkedHashSet<>()));
    }

    /** The profile's own credentials; empty if it has none. */
    Optional<AwsIdentity> other(String name) {
        return environment.profile(name).flatMap(this::other);
    }

    private AwsIdentity role(Profile profile, Set<String> before) {
        Map<String, String> properties = profile.properties();
        before.add(profile.name());
        if (properties.containsKey("mfa_serial")) {
            throw wrong(
                    profile, "asks for a code of a device (mfa_serial), which nobody can type here; use another one");
        }
        String from = properties.get("source_profile");
        String source = properties.get("credential_source");
        if ((from == null) == (source == null)) {
            throw wrong(profile, "has role_arn, which needs one of source_profile and credential_source; give one");
        }
        AwsIdentity by = from != null
                ? source(profile, from, before)
                : sources.apply(source)
                        .orElseThrow(() -> AccessException.credentials("AWS profile " + profile.name()
                                + ": its credential_source " + source + " gives none; check where this process runs"));
        return roles.assume(
                by,
                new Roles.Role(
                        properties.get(ROLE), properties.get("role_session_name"), properties.get("external_id")));
    }

    /** A profile that has keys of its own gives these even if it has a role as well, so that it can be its own source. */
    private AwsIdentity source(Profile profile, String from, Set<String> before) {
        Profile found = environment
                .profile(from)
                .orElseThrow(
                        () -> wrong(profile, "has the source_profile " + from + ", which is not there; correct it"));
        if (assumesRole(found) && !found.properties().containsKey("aws_access_key_id")) {
            if (before.contains(from)) {
                throw wrong(profile, "has the source_profile " + from + ", which leads back to itself; correct it");
            }
            return role(found, before);
        }
        return other(found)
                .orElseThrow(() ->
                        wrong(profile, "has the source_profile " + from + ", which has no credentials; give it some"));
    }

    private Optional<AwsIdentity> other(Profile profile) {
        Map<String, String> properties = profile.properties();
        if (properties.containsKey(ROLE) && properties.containsKey(WEB_IDENTITY)) {
            return Optional.of(roles.forWebIdentity(
                    Path.of(properties.get(WEB_IDENTITY)),
                    new Roles.Role(properties.get(ROLE), properties.get("role_session_name"), null)));
        }
        if (properties.keySet().stream().anyMatch(property -> property.startsWith("sso_"))) {
            return Optional.of(sso(profile));
        }
        return keys(profile, environment.inCredentialsFile(profile.name()))
                .or(() -> login(profile))
                .or(() -> Optional.ofNullable(properties.get("credential_process"))
                        .map(command -> new ProcessCredentials(profile.name(), environment, limit).get(command)))
                .or(() -> keys(profile, environment.inConfigFile(profile.name())));
    }

    /** The SDK knows how to: it reads the token that {@code aws sso login} left, and renews it where it can. */
    private AwsIdentity sso(Profile profile) {
        try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileFile(environment.files())
                .profileName(profile.name())
                .build()) {
            return new AwsIdentity(provider.resolveCredentials(), "profile " + profile.name() + ", SSO");
        } catch (SdkException | IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw AccessException.credentials("AWS SSO of profile " + profile.name() + ": "
                    + Secrets.redact(String.valueOf(e.getMessage())) + "; log in with aws sso login --profile "
                    + profile.name() + " and mount ~/.aws");
        }
    }

    private static Optional<AwsIdentity> login(Profile profile) {
        if (profile.properties().containsKey("login_session")) {
            throw wrong(
                    profile,
                    "logs in with login_session (aws login), which is not supported; use SSO, a role or keys, or run the"
                            + " plugin with exporter.native-eks=false");
        }
        return Optional.empty();
    }

    private static Optional<AwsIdentity> keys(Profile profile, Optional<Profile> inFile) {
        Map<String, String> properties = inFile.map(Profile::properties).orElse(Map.of());
        String id = properties.get("aws_access_key_id");
        String secret = properties.get("aws_secret_access_key");
        if (id == null) {
            return Optional.empty();
        }
        if (secret == null) {
            throw wrong(profile, "has aws_access_key_id, but no aws_secret_access_key; give both or none");
        }
        String session = properties.get("aws_session_token");
        return Optional.of(new AwsIdentity(
                session == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, session),
                "profile " + profile.name()));
    }

    private static boolean assumesRole(Profile profile) {
        return profile.properties().containsKey(ROLE) && !profile.properties().containsKey(WEB_IDENTITY);
    }

    private static AccessException wrong(Profile profile, String what) {
        return AccessException.configuration("AWS profile " + profile.name() + " " + what);
    }
}
