package io.mxfail.real;

import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of another JVM with the class path of this test run, for tests that kill one.
public final class ChildJvm {
    private ChildJvm() {}

    /// Runs `main` with its arguments in the JDK that runs this test.
    public static List<String> command(Class<?> main, String... arguments) {
        return command(List.of(), classPath(), main.getName(), arguments);
    }

    /// The same with half the work at the start, for who starts many: the first call of a run of
    /// the tests prepares it, which takes as long as some ten starts.
    public static List<String> warm(Class<?> main, String... arguments) {
        Warm warm = Warm.up();
        return command(warm.options(), warm.classPath(), main.getName(), arguments);
    }

    static List<String> command(
            List<String> options, String classPath, String main, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Test runners hide the real class path: JUnit's console behind a class loader of its own,
    /// Surefire behind a jar that has nothing but a manifest, beside a property with the truth.
    public static String classPath() {
        return ChildJvm.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(ChildJvm::path)
                        .collect(Collectors.joining(System.getProperty("path.separator")))
                : System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    private static String path(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path entry is no path: " + url, e);
        }
    }
}
