package io.mxfail;

import io.mxfail.real.ChildJvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/// The sample project of the documentation, built as its author would.
final class Sample {
    static final Path PROJECT = Path.of("docs/examples/flat-provider").toAbsolutePath();

    private Sample() {}

    /// Compiles the sources below a folder of the project.
    static Path compiled(String sources, Path into, Path... classPath) throws IOException {
        var arguments = new ArrayList<>(List.of("-proc:none", "-Xlint:all"));
        var path =
                new ArrayList<>(
                        List.of(ChildJvm.classPath(), System.getProperty("java.class.path")));
        Stream.of(classPath).map(Path::toString).forEach(path::add);
        arguments.addAll(List.of("-cp", String.join(":", path), "-d", into.toString()));
        try (Stream<Path> files = Files.walk(PROJECT.resolve(sources))) {
            files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
        }
        int exit =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("the sample project does not compile");
        }
        return into;
    }

    /// Its jar, in a folder that others cannot write.
    static Path jar(Path scratch, Path into) throws IOException {
        Path classes = compiled("src/main/java", Files.createDirectory(scratch.resolve("classes")));
        Path jar = into.resolve("flat-provider.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, classes);
            add(out, PROJECT.resolve("src/main/resources"));
        }
        return jar;
    }

    private static void add(JarOutputStream out, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
