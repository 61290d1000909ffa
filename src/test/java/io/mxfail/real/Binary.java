package io.mxfail.real;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program of a server, and what must stand before it on a command line so that it finds its
/// libraries. Packages unpacked below `target/servers` go before those of the machine.
///
/// @param path the program itself
/// @param libraries folders for `LD_LIBRARY_PATH`; empty for a program of the machine
public record Binary(Path path, List<Path> libraries) {
    private static final List<String> UNPACKED =
            List.of(
                    "usr/sbin",
                    "usr/bin",
                    "sbin",
                    "bin",
                    "usr/lib/postfix/sbin",
                    "usr/lib/dovecot",
                    "usr/lib/nagios/plugins");
    private static final List<String> INSTALLED =
            List.of(
                    "/usr/sbin",
                    "/usr/local/sbin",
                    "/usr/bin",
                    "/usr/local/bin",
                    "/sbin",
                    "/bin",
                    "/usr/lib/postfix/sbin",
                    "/usr/lib/dovecot",
                    "/usr/lib/nagios/plugins");

    public Binary {
        libraries = List.copyOf(libraries);
    }

    /// Looks for a program by its file name.
    public static Optional<Binary> find(String program) {
        return find(program, Checkout.target().resolve("servers"), folders());
    }

    static Optional<Binary> find(String program, Path unpacked, List<Path> installed) {
        for (String folder : UNPACKED) {
            Path candidate = unpacked.resolve(folder).resolve(program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(new Binary(candidate, librariesBelow(unpacked)));
            }
        }
        return installed.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> new Binary(path, List.of()));
    }

    /// @throws IllegalStateException where the program is missing, which `@NeedsServer` prevents
    public static Binary require(String program) {
        return find(program)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "cannot run "
                                                + program
                                                + ": it is not on this machine. Mark the test with"
                                                + " @NeedsServer, or run ./test --install"));
    }

    /// The whole command line. `env` sets the library path for the program alone, so that no
    /// shell before it meets foreign libraries.
    public List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        libraryPath().ifPresent(value -> command.addAll(List.of("env", value)));
        command.add(path.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /// `LD_LIBRARY_PATH=…` for an unpacked program.
    Optional<String> libraryPath() {
        return libraries.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        libraries.stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(":", "LD_LIBRARY_PATH=", "")));
    }

    private static List<Path> folders() {
        var folders = new ArrayList<Path>();
        String path = System.getenv("PATH");
        if (path != null) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                if (!folder.isEmpty()) {
                    folders.add(Path.of(folder));
                }
            }
        }
        INSTALLED.forEach(folder -> folders.add(Path.of(folder)));
        return folders;
    }

    /// Debian puts libraries into `usr/lib/<triplet>`, some packages below that (`bind9`),
    /// Postfix into `usr/lib/postfix`: take each folder that holds one.
    private static List<Path> librariesBelow(Path unpacked) {
        return Stream.of("usr/lib", "lib")
                .map(unpacked::resolve)
                .filter(Files::isDirectory)
                .flatMap(Binary::foldersWithLibraries)
                .sorted()
                .distinct()
                .toList();
    }

    private static Stream<Path> foldersWithLibraries(Path top) {
        try (Stream<Path> below = Files.walk(top, 4)) {
            return below
                    .filter(file -> file.getFileName().toString().matches(".*\\.so(\\..*)?"))
                    .map(Path::getParent)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
