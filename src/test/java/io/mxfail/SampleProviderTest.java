package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.spi.Account;
import io.mxfail.spi.DnsProviderFactory;
import io.mxfail.spi.ProviderContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The outside author's adapter, compiled from the documentation, found in its jar and held to the
/// same suite as the built-in ones.
class SampleProviderTest extends ProviderContract {
    private static Path folder;
    private static DnsProviderFactory factory;
    private static URLClassLoader tests;

    @BeforeAll
    static void build() throws Exception {
        folder = Files.createTempDirectory("mxfail-sample");
        Path jar = Sample.jar(folder, folder);
        OutsideAdapters found = OutsideAdapters.in(folder, Set.of());
        assertEquals(List.of(), found.troubles());
        factory = Objects.requireNonNull(found.factories().get("flat"));
        Path classes =
                Sample.compiled(
                        "src/test/java", Files.createDirectory(folder.resolve("tests")), jar);
        tests =
                new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, factory.getClass().getClassLoader());
    }

    @AfterAll
    static void delete() throws IOException {
        tests.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    protected Account account() throws Exception {
        return (Account)
                tests.loadClass("example.flat.FlatAccount")
                        .getConstructor(DnsProviderFactory.class, Path.class)
                        .newInstance(factory, folder);
    }

    @Override
    protected Optional<Budget> budget() {
        return Optional.empty();
    }
}
