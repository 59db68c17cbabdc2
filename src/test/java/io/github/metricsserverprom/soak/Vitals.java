// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.soak;

import io.github.metricsserverprom.bench.Child;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the exporter holds at one moment, after a garbage collection.
 *
 * @param minutes      since the beginning
 * @param heapMiB      used heap
 * @param directMiB    used direct memory
 * @param classesMiB   used memory of classes
 * @param codeMiB      used memory of compiled code, the rest of what is not heap
 * @param threads      live threads
 * @param files        open file descriptors, sockets among them
 * @param pages        right pages served so far
 * @param cpuSeconds   used so far
 */
record Vitals(
        double minutes,
        double heapMiB,
        double directMiB,
        double classesMiB,
        double codeMiB,
        int threads,
        int files,
        long pages,
        double cpuSeconds) {

    static final String HEAD =
            "| minutes | heap MiB | direct MiB | classes MiB | code MiB | threads | files | pages | CPU s |\n"
                    + "|---|---|---|---|---|---|---|---|---|";

    private static final double MIB = 1024 * 1024;

    static Vitals of(Child exporter, Web web, long startNanos, long pages) throws Exception {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(exporter.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new IllegalStateException("jcmd cannot reach the exporter");
        }
        double classes = web.self("jvm_memory_used_bytes", "id=\"Metaspace\"")
                + web.self("jvm_memory_used_bytes", "id=\"Compressed Class Space\"");
        return new Vitals(
                (System.nanoTime() - startNanos) / (double) TimeUnit.MINUTES.toNanos(1),
                web.self("jvm_memory_used_bytes", "area=\"heap\"") / MIB,
                web.self("jvm_buffer_memory_used_bytes", "id=\"direct\"") / MIB,
                classes / MIB,
                (web.self("jvm_memory_used_bytes", "area=\"nonheap\"") - classes) / MIB,
                (int) web.self("jvm_threads_live_threads"),
                (int) web.self("process_files_open_files"),
                pages,
                exporter.cpuSeconds());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %.1f | %.1f | %.1f | %.1f | %.1f | %d | %d | %d | %.0f |",
                minutes,
                heapMiB,
                directMiB,
                classesMiB,
                codeMiB,
                threads,
                files,
                pages,
                cpuSeconds);
    }
}
