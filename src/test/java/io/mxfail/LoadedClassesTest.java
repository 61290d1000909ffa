package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.Lab;
import io.mxfail.real.ChildJvm;
import io.mxfail.spi.ProviderDescription;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A call pays only for what it uses: which libraries a command loads, told by the JVM itself.
class LoadedClassesTest {
    private static final List<String> LIBRARIES =
            List.of(
                    "software.amazon.",
                    "okhttp3.",
                    "okio.",
                    "kotlin.",
                    "tools.jackson.",
                    "org.snakeyaml.",
                    "org.xbill.",
                    "org.slf4j.",
                    "picocli.CommandLine$Model",
                    "java.net.http.",
                    "jdk.internal.logger.",
                    "io.mxfail.adapter.",
                    "io.mxfail.lab.",
                    "io.mxfail.wire.http.");

    /// What speaks to DNS services; each has a room of its own below `io.mxfail.adapter`.
    private static final Map<String, String> PROVIDERS =
            Map.of(
                    "rfc2136", "server: 127.0.0.1:1, tsig: none",
                    "route53", "endpoint: 'http://127.0.0.1:1', zone-id: Z1",
                    "cloudflare", "endpoint: 'http://127.0.0.1:1', token: 'env:MXFAIL_LOADED'",
                    "powerdns", "url: 'http://127.0.0.1:1', api-key: 'env:MXFAIL_LOADED'",
                    "zonefile", "path: '/no/such/${zone}'",
                    "exec", "command: [/no/such/bridge]",
                    "google", "project: acme, credentials: 'env:MXFAIL_LOADED'",
                    "azure",
                            "subscription: s, resource-group: g, tenant: t, client-id: c,"
                                    + " client-secret: 'env:MXFAIL_LOADED'");

    private static final Set<String> OVER_HTTP =
            Set.of("cloudflare", "powerdns", "google", "azure");

    @TempDir private Path folder;

    @Test
    void version_and_help_load_no_library() throws Exception {
        assertEquals(Set.of(), loaded("version"));
        assertEquals(Set.of(), loaded("--help"));
    }

    @Test
    void lint_loads_yaml_and_names_alone() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertEquals(
                    Set.of(
                            "io.mxfail.adapter.",
                            "org.slf4j.",
                            "org.snakeyaml.",
                            "org.xbill.",
                            "picocli.CommandLine$Model"),
                    loaded("lint", "--profiles", lab.profiles()));
        }
    }

    @Test
    void the_list_of_providers_loads_none() throws Exception {
        assertEquals(
                Set.of("io.mxfail.adapter.", "org.xbill.", "picocli.CommandLine$Model"),
                loaded("providers"));
    }

    @Test
    void every_built_in_provider_is_held_to_this() {
        assertEquals(
                ProviderAdapters.DESCRIPTIONS.stream()
                        .map(ProviderDescription::type)
                        .collect(Collectors.toSet()),
                PROVIDERS.keySet());
    }

    @Test
    void profiles_and_policies_of_all_providers_load_no_client() throws Exception {
        Path profiles = Files.createDirectory(folder.resolve("all"));
        for (String type : PROVIDERS.keySet()) {
            profile(profiles, type);
        }
        Set<String> light =
                Set.of(
                        "io.mxfail.adapter.",
                        "org.slf4j.",
                        "org.snakeyaml.",
                        "org.xbill.",
                        "picocli.CommandLine$Model");
        // `tsig: none` is a warning
        assertEquals(light, loadedBy(Optional.of(1), in(profiles, "lint")));
        Set<String> policies = loadedBy(Optional.of(0), in(profiles, "providers", "policy"));
        // a policy is made by the provider's own room, and some are JSON
        PROVIDERS.keySet().forEach(type -> policies.remove(room(type)));
        policies.remove("tools.jackson.");
        assertEquals(light, policies);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_provider_that_is_used_loads_no_other(String type) throws Exception {
        Path profiles = Files.createDirectory(folder.resolve("one"));
        profile(profiles, type);
        Set<String> found = loadedBy(Optional.empty(), in(profiles, "providers", "check"));
        Set<String> rooms =
                PROVIDERS.keySet().stream()
                        .map(LoadedClassesTest::room)
                        .filter(found::contains)
                        .collect(Collectors.toSet());
        assertEquals(Set.of(room(type)), rooms);
        assertEquals(type.equals("route53"), found.contains("software.amazon."));
        assertTrue(OVER_HTTP.contains(type) || !found.contains("okhttp3."), found::toString);
    }

    private static String room(String type) {
        return "io.mxfail.adapter." + type + ".";
    }

    static Set<String> types() {
        return PROVIDERS.keySet();
    }

    private static void profile(Path profiles, String type) throws IOException {
        Files.writeString(
                profiles.resolve(type + ".yaml"),
                """
                version: 1
                name: %1$s
                domains: [{name: %1$s.test, zone: %1$s.test}]
                provider: {type: %1$s, timeout: 1s, %2$s}
                sites:
                  primary: {mx: ["10 mx.primary.example."]}
                  backup: {mx: ["10 mx.backup.example."]}
                """
                        .formatted(type, PROVIDERS.get(type)));
    }

    private static String[] in(Path profiles, String... command) {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--profiles", profiles.toString()));
        return line.toArray(String[]::new);
    }

    @Test
    void a_plan_of_one_provider_loads_no_other() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertEquals(
                    Set.of(
                            "io.mxfail.adapter.",
                            "io.mxfail.adapter.rfc2136.",
                            "jdk.internal.logger.", // a handshake of TLS asks whether to log
                            "org.slf4j.",
                            "org.snakeyaml.",
                            "org.xbill.",
                            "picocli.CommandLine$Model"),
                    loaded("plan", "--to", "backup", "--profiles", lab.profiles()));
        }
    }

    @Test
    void what_a_jvm_tells_names_libraries_that_were_used() throws Exception {
        try (Lab lab = Lab.start(1)) {
            assertTrue(
                    loaded("lint", "--json", "--profiles", lab.profiles())
                            .contains("tools.jackson."));
        }
    }

    /// The libraries and adapters of which the command, which must succeed, loads a class.
    private Set<String> loaded(String... command) throws IOException, InterruptedException {
        return loadedBy(Optional.of(0), command);
    }

    /// @param exit with which it must end; empty: any
    private Set<String> loadedBy(Optional<Integer> exit, String... command)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        var line = new ArrayList<>(ChildJvm.command(Main.class, command));
        line.add(1, "-Xlog:class+load:file=" + classes);
        var child =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        child.environment().put("MXFAIL_LOADED", "canary-secret");
        Process process = child.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end within 2 min");
        if (exit.isPresent()) {
            assertEquals(
                    exit.get(), process.exitValue(), Files.readString(folder.resolve("output")));
        }
        try (Stream<String> lines = Files.lines(classes)) {
            var names = new TreeSet<String>();
            // What a provider says of itself is light, and known before one is chosen
            lines.filter(text -> !text.contains("Description "))
                    .forEach(
                            text -> {
                                LIBRARIES.stream()
                                        .filter(library -> text.contains("] " + library))
                                        .forEach(names::add);
                                PROVIDERS.keySet().stream()
                                        .map(LoadedClassesTest::room)
                                        .filter(room -> text.contains("] " + room))
                                        .forEach(names::add);
                            });
            return names;
        }
    }
}
