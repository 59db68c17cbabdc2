// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 reloads, every fifth of a broken set, leave nothing behind. Takes minutes, so it runs on request only:
 * {@code mvn verify -Dit.test=ManyReloadsIT -Dtests.without= -DskipTests=false}.
 */
@Tag("long")
class ManyReloadsIT {

    private static final int RELOADS = 500;
    private static final int WARM = 100;

    /**
     * What grows when something leaks.
     *
     * @param heap    bytes in use after a collection
     * @param threads live threads
     * @param handles open file handles; 0 where the system does not say
     * @param beans   registered MBeans
     * @param classes loaded classes
     */
    record Usage(long heap, int threads, long handles, int beans, int classes) {

        static Usage now() {
            System.gc();
            OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
            return new Usage(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0,
                    ManagementFactory.getPlatformMBeanServer().getMBeanCount(),
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        }
    }

    @Test
    void nothingGrows(@TempDir Path home, TestReporter report) throws Exception {
        RunningExporter.install(home);
        try (RunningExporter exporter = RunningExporter.start(home)) {
            Path file = exporter.route("metrics.camel.yaml");
            String good = Files.readString(file);
            Usage warm = null;
            for (int i = 1; i <= RELOADS; i++) {
                boolean broken = i % 5 == 0;
                Files.writeString(file, (broken ? good.replace("ref: prometheus", "ref: nothing") : good) + "\n# " + i);
                assertThat(exporter.reload().statusCode()).isEqualTo(broken ? 422 : 200);
                assertThat(exporter.get(exporter.scrape("/metrics")).statusCode())
                        .isEqualTo(200);
                if (i % WARM == 0) {
                    Usage now = Usage.now();
                    report.publishEntry("after " + i + " reloads", now.toString());
                    warm = warm == null ? now : warm;
                }
            }
            Usage end = Usage.now();
            assertThat(end.heap()).isLessThan(warm.heap() + 16 * 1024 * 1024);
            assertThat(end.threads()).isLessThan(warm.threads() + 10);
            assertThat(end.handles()).isLessThan(warm.handles() + 10);
            assertThat(end.beans()).isEqualTo(warm.beans());
        }
    }
}
