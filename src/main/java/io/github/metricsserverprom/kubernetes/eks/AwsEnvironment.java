// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.kubernetes.eks;

import io.github.metricsserverprom.kubernetes.failure.AccessException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The environment variables and profile files of AWS as the command would see them: those of this process under those of the exec entry.
 * Names are those of the <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">settings reference</a>.
 */
final class AwsEnvironment {

    private final Map<String, String> variables;
    private final String explicitProfile;
    private final ProfileFile files;

    /**
     * @param explicitProfile profile of the command line, null for none
     * @throws AccessException if a profile is asked for that does not exist
     */
    AwsEnvironment(Map<String, String> variables, String explicitProfile) {
        this.variables = variables;
        this.explicitProfile = explicitProfile;
        this.files = read();
        if (isProfileAskedFor() && profile().isEmpty()) {
            throw AccessException.configuration("AWS profile " + profileName() + " is neither in " + configFile()
                    + " nor in " + credentialsFile() + "; mount the files or correct the name");
        }
    }

    /** The value of a variable, empty when it is not set or blank. */
    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    boolean isProfileExplicit() {
        return explicitProfile != null;
    }

    String profileName() {
        return explicitProfile != null
                ? explicitProfile
                : get("AWS_PROFILE").or(() -> get("AWS_DEFAULT_PROFILE")).orElse("default");
    }

    Optional<Profile> profile() {
        return profile(profileName());
    }

    /** A profile with what both files say of it. */
    Optional<Profile> profile(String name) {
        return files.profile(name);
    }

    /** What the credentials file alone says of a profile. */
    Optional<Profile> inCredentialsFile(String name) {
        return read(credentialsFile(), ProfileFile.Type.CREDENTIALS).flatMap(file -> file.profile(name));
    }

    /** What the config file alone says of a profile. */
    Optional<Profile> inConfigFile(String name) {
        return read(configFile(), ProfileFile.Type.CONFIGURATION).flatMap(file -> file.profile(name));
    }

    /** All variables, for commands that are run. */
    Map<String, String> variables() {
        return variables;
    }

    ProfileFile files() {
        return files;
    }

    boolean fips() {
        return flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    }

    boolean dualStack() {
        return flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    }

    /** Whether the older regions use {@code sts.amazonaws.com}. */
    boolean legacyEndpoint() {
        return get("AWS_STS_REGIONAL_ENDPOINTS")
                .or(() -> profile().flatMap(profile -> profile.property("sts_regional_endpoints")))
                .map("legacy"::equalsIgnoreCase)
                .orElse(false);
    }

    /** Another address for requests to STS, such as that of a VPC endpoint. Tokens name the public one all the same. */
    Optional<URI> stsEndpoint() {
        return get("AWS_ENDPOINT_URL_STS").or(() -> get("AWS_ENDPOINT_URL")).map(URI::create);
    }

    private boolean flag(String variable, String property) {
        return get(variable)
                .or(() -> profile().flatMap(profile -> profile.property(property)))
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    private boolean isProfileAskedFor() {
        return explicitProfile != null
                || get("AWS_PROFILE").or(() -> get("AWS_DEFAULT_PROFILE")).isPresent();
    }

    private Path configFile() {
        return Path.of(get("AWS_CONFIG_FILE").orElse(home() + "/.aws/config"));
    }

    private Path credentialsFile() {
        return Path.of(get("AWS_SHARED_CREDENTIALS_FILE").orElse(home() + "/.aws/credentials"));
    }

    private String home() {
        return get("HOME").orElse("");
    }

    private ProfileFile read() {
        ProfileFile.Aggregator aggregator = ProfileFile.aggregator();
        read(credentialsFile(), ProfileFile.Type.CREDENTIALS).ifPresent(aggregator::addFile);
        read(configFile(), ProfileFile.Type.CONFIGURATION).ifPresent(aggregator::addFile);
        return aggregator.build();
    }

    private static Optional<ProfileFile> read(Path file, ProfileFile.Type type) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ProfileFile.builder().content(file).type(type).build());
        } catch (RuntimeException e) {
            // The message may quote a line of the file.
            throw AccessException.configuration(file + ": cannot be read as a file of AWS profiles; correct it");
        }
    }
}
