package io.mxfail;

import io.mxfail.spi.DnsProviderFactory;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/// Adapters of outside authors: jars in a folder, each with a class loader of its own, found by
/// [ServiceLoader].
///
/// What lies there runs with all rights of the operator, so a folder or jar that others can write
/// is not used. One jar that cannot be loaded keeps no other from it.
///
/// @param factories by type; never one of a built-in type
/// @param troubles what could not be used and why, one line each
record OutsideAdapters(Map<String, DnsProviderFactory> factories, List<String> troubles) {
    static final OutsideAdapters NONE = new OutsideAdapters(Map.of(), List.of());

    OutsideAdapters {
        factories = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(factories));
        troubles = List.copyOf(troubles);
    }

    /// Where they lie when nobody names a folder: `$XDG_DATA_HOME/mxfail/providers`, by default
    /// below `~/.local/share`.
    static Optional<Path> usualFolder(Map<String, String> environment) {
        return value(environment, "XDG_DATA_HOME")
                .or(() -> value(environment, "HOME").map(home -> home + "/.local/share"))
                .map(base -> Path.of(base, "mxfail", "providers"))
                .filter(Files::isDirectory);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> value.startsWith("/"));
    }

    /// @param builtIn types that no outside adapter can take
    static OutsideAdapters in(Path folder, Set<String> builtIn) {
        var factories = new LinkedHashMap<String, DnsProviderFactory>();
        var troubles = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars =
                    files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                            .sorted()
                            .toList();
            for (Path jar : jars) {
                Optional<Path> open =
                        Stream.of(folder, jar).filter(OutsideAdapters::isOpen).findFirst();
                if (open.isPresent()) {
                    troubles.add(
                            "adapters in "
                                    + jar
                                    + " are not used: others may write "
                                    + open.get()
                                    + "; run: chmod go-w "
                                    + open.get());
                    continue;
                }
                load(jar, builtIn, factories, troubles);
            }
        } catch (IOException e) {
            troubles.add("cannot list the adapters in " + folder + ": " + e);
        }
        return new OutsideAdapters(factories, troubles);
    }

    /// The loader stays open: an adapter loads its classes as it needs them.
    private static void load(
            Path jar,
            Set<String> builtIn,
            Map<String, DnsProviderFactory> factories,
            List<String> troubles) {
        try {
            var loader = new URLClassLoader(new URL[] {url(jar)}, Wiring.class.getClassLoader());
            boolean any = false;
            for (DnsProviderFactory factory :
                    ServiceLoader.load(DnsProviderFactory.class, loader)) {
                if (factory.getClass().getClassLoader() != loader) {
                    continue;
                }
                any = true;
                String type = factory.description().type();
                if (builtIn.contains(type) || factories.putIfAbsent(type, factory) != null) {
                    troubles.add(
                            "the adapter `"
                                    + type
                                    + "` in "
                                    + jar
                                    + " is not used: there is one of that type already");
                }
            }
            if (!any) {
                troubles.add(jar + " holds no adapter (META-INF/services names none)");
            }
        } catch (MalformedURLException
                | ServiceConfigurationError
                | LinkageError
                | RuntimeException e) {
            troubles.add("cannot load the adapters in " + jar + ": " + e);
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static boolean isOpen(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            Object owner = Files.getAttribute(path, "unix:uid");
            Path self = Path.of("/proc/self");
            boolean ours =
                    owner.equals(0)
                            || !Files.exists(self)
                            || owner.equals(Files.getAttribute(self, "unix:uid"));
            return !ours
                    || permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException _) {
            // what cannot be known is not trusted
            return true;
        }
    }
}
