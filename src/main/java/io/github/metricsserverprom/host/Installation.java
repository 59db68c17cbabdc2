// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.github.metricsserverprom.config.ConfigException;
import io.github.metricsserverprom.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Where the program finds its files and surroundings.
 *
 * @param routes      folder of routes
 * @param config      properties file; the default one may be missing
 * @param environment environment variables
 * @param system      system properties
 */
record Installation(Path routes, Path config, Map<String, String> environment, Properties system) {

    static final String DEFAULT_ROUTES = "routes";
    static final String DEFAULT_CONFIG = "application.properties";

    /**
     * Reads the routes and the properties file.
     *
     * @throws ConfigException when they cannot be read, naming what and why
     */
    RouteFiles read() throws ConfigException {
        if (!Files.exists(config) && !config.equals(Path.of(DEFAULT_CONFIG))) {
            throw new ConfigException(config + ": no such file (--config)");
        }
        if (Files.isDirectory(config)) {
            throw new ConfigException(
                    config + ": a folder, expected a file; Docker makes one where the file to mount does not exist");
        }
        if (!Files.isDirectory(routes)) {
            throw new ConfigException(
                    routes + ": no such folder; run the program where application.properties and routes/"
                            + " are, or name the folder with --routes");
        }
        try {
            return RouteFiles.read(routes, config);
        } catch (AccessDeniedException e) {
            throw new ConfigException(e.getFile() + ": no permission to read it", e);
        } catch (NoSuchFileException e) {
            throw new ConfigException(e.getFile() + ": it went away, or is a link to nothing", e);
        } catch (MalformedInputException e) {
            throw new ConfigException(config + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + routes + ": " + e.getMessage(), e);
        }
    }

    /**
     * The settings in force with these files.
     *
     * @throws ConfigException naming every mistake
     */
    Settings settings(RouteFiles files) throws ConfigException {
        return Settings.of(shipped(), config.toString(), files.properties(), environment, system);
    }

    /**
     * The settings without the properties file.
     *
     * @throws ConfigException naming every mistake of the environment
     */
    Settings defaults() throws ConfigException {
        return Settings.of(shipped(), config.toString(), null, environment, system);
    }

    static String shipped() {
        try (InputStream file = Installation.class.getResourceAsStream("/application.properties")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read application.properties of the jar", e);
        }
    }
}
