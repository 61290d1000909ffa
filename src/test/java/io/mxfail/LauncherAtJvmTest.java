package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.LauncherBench.Ran;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// The launcher's cache at a real JVM, with a very small program: stdout is the program's alone.
class LauncherAtJvmTest {
    @TempDir private Path folder;
    private LauncherBench bench;
    private Path launcher;
    private Path built;

    /// The program.
    public static final class Hello {
        private Hello() {}

        public static void main(String[] args) {
            System.out.println("hello " + String.join(" ", args));
        }
    }

    @BeforeEach
    void build() throws Exception {
        Path jar = folder.resolve("hello.jar");
        write(jar, "something");
        var machine = new LauncherBench(folder);
        bench = machine.with("JAVA_HOME", System.getProperty("java.home"));
        bench.maven(
                """
                for argument; do
                    case $argument in
                        -Doutput=*) output=${argument#*=} ;;
                    esac
                done
                mkdir -p "$output/lib" && : >"$output/lib/some.jar" && cp '%s' "$output/mxfail.jar"
                exit
                """
                        .formatted(jar));
        launcher = bench.checkout("a b/mxfail");
        Ran first = bench.run(launcher, "status");
        assertEquals("hello status\n", first.out(), first.err());
        try (Stream<Path> files = Files.walk(launcher.resolveSibling("target/run"))) {
            built =
                    files.filter(f -> f.endsWith("mxfail.aot"))
                            .findFirst()
                            .orElseThrow()
                            .getParent();
        }
    }

    @AfterEach
    void clear() throws IOException {
        bench.close();
    }

    @Test
    void a_cache_is_made_and_used_without_a_word() throws Exception {
        assertTrue(Files.size(built.resolve("mxfail.aot")) > 1_000_000);
        silent();
    }

    @Test
    void a_cache_of_another_jar_is_passed_over_without_a_word() throws Exception {
        write(built.resolve("mxfail.jar"), "something/more");
        silent();
    }

    @Test
    void a_cache_that_is_damaged_is_passed_over_without_a_word() throws Exception {
        Files.writeString(built.resolve("mxfail.aot"), "what is this");
        silent();
    }

    private void silent() throws Exception {
        Ran ran = bench.run(launcher, "status", "--json");
        assertEquals(new Ran(0, "hello status --json\n", ""), ran);
    }

    private static void write(Path jar, String beside) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
        String name = Hello.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var bytes = Hello.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
            out.putNextEntry(new JarEntry(beside));
        }
    }
}
