package io.mxfail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// What lets other JVMs start the program with half the work, made once for a run of the
/// tests, as the launcher does for its users: one whole failover shows a JVM which classes
/// are needed, and it keeps them, loaded and linked, in a file (JEP 483). That takes jars, so
/// folders of classes become some first.
///
/// @param options those that find it; none where no file came of it, and children start slowly
/// @param classPath as of this run of the tests, of jars alone
record Warm(List<String> options, String classPath) {
    private static final int LIMIT = 180;

    /// Asked for by the first who wants it, while others wait.
    private static final class Once {
        static final Warm WARM = make();
    }

    static Warm up() {
        return Once.WARM;
    }

    private static Warm make() {
        try {
            Path folder = Files.createTempDirectory("mxfail-warm");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            var jars = new ArrayList<String>();
            for (String entry : ChildJvm.classPath().split(System.getProperty("path.separator"))) {
                Path place = Path.of(entry);
                jars.add(
                        Files.isDirectory(place)
                                ? jar(place, folder.resolve(jars.size() + ".jar")).toString()
                                : entry);
            }
            String classPath = String.join(System.getProperty("path.separator"), jars);
            Path kept = folder.resolve("classes.aot");
            return new Warm(
                    learn(kept, classPath, folder.resolve("log"))
                            ? List.of("-XX:AOTCache=" + kept)
                            : List.of(),
                    classPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the file is there.
    private static boolean learn(Path kept, String classPath, Path log) throws IOException {
        List<String> command =
                ChildJvm.command(
                        List.of("-XX:AOTCacheOutput=" + kept), classPath, "io.mxfail.Main", "demo");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
        return process.exitValue() == 0 && Files.exists(kept);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(1);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // The system clears its temporary files in time.
        }
    }
}
