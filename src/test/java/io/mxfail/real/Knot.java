package io.mxfail.real;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A real Knot DNS (`knotd`), primary or secondary, on a port of 127.0.0.1.
///
/// Its answer to a key that may not do what it asks differs from BIND's: NOTAUTH with BADKEY.
public final class Knot implements NameServer {
    private final Scratch scratch;
    private final int port = Ports.free();
    private final List<Zone> served;
    private final List<NameServer> primaries;
    private final boolean signing;
    private final List<NameServer> secondaries = new CopyOnWriteArrayList<>();
    private Daemon daemon;

    private Knot(List<Zone> served, List<NameServer> primaries, boolean signing) {
        this.signing = signing;
        this.served = served;
        this.primaries = primaries;
        this.scratch = Scratch.create("knot");
        scratch.subfolder("run");
        scratch.subfolder("db");
        served.forEach(zone -> scratch.write("zones/" + zone.file(), zone.text()));
        writeConfiguration();
        try {
            this.daemon = start();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// A primary of these zones, ready to answer.
    public static Knot primary(Zone... zones) {
        return Ports.retrying(() -> new Knot(List.of(zones), List.of(), false));
    }

    /// A primary that signs each answer when it is asked, with a key that it makes.
    public static Knot signingAsAsked(Zone... zones) {
        return Ports.retrying(() -> new Knot(List.of(zones), List.of(), true));
    }

    /// A secondary of all the primary's zones, which it has when this returns. From then on the
    /// primary notifies it.
    public static Knot secondaryOf(NameServer primary) {
        List<Zone> same =
                primary.zones().stream().map(zone -> new Zone(zone, "", List.of())).toList();
        Knot secondary = Ports.retrying(() -> new Knot(same, List.of(primary), false));
        try {
            secondary.follow();
            return secondary;
        } catch (RuntimeException | Error e) {
            secondary.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public List<String> zones() {
        return served.stream().map(Zone::name).toList();
    }

    @Override
    public List<NameServer> primaries() {
        return primaries;
    }

    @Override
    public List<NameServer> notified() {
        return List.copyOf(secondaries);
    }

    @Override
    public void notifies(List<NameServer> wanted) {
        secondaries.clear();
        secondaries.addAll(wanted);
        writeConfiguration();
        knotc("reload");
    }

    @Override
    public void refresh() {
        zones().forEach(zone -> knotc("zone-refresh", zone));
    }

    /// Runs a command of its control program.
    public String knotc(String... command) {
        String[] arguments =
                Stream.concat(
                                Stream.of(
                                        "-s", scratch.folder().resolve("run/knot.sock").toString()),
                                Arrays.stream(command))
                        .toArray(String[]::new);
        return Command.run(Binary.require("knotc").command(arguments))
                .orFail("run knotc " + String.join(" ", command));
    }

    /// The file of a zone, which this server reads.
    public Path file(Zone zone) {
        return scratch.folder().resolve("zones/" + zone.file());
    }

    /// What makes it load a zone's file again; `${zone}` stands for the zone.
    public List<String> reloadCommand() {
        return Binary.require("knotc")
                .command(
                        "-b",
                        "-s",
                        scratch.folder().resolve("run/knot.sock").toString(),
                        "zone-reload",
                        "${zone}");
    }

    @Override
    public void freeze() {
        daemon.freeze();
    }

    @Override
    public void thaw() {
        daemon.thaw();
    }

    @Override
    public void crash() {
        daemon.stop();
    }

    @Override
    public void restart() {
        daemon = start();
    }

    @Override
    public String log() {
        return daemon.log();
    }

    @Override
    public void close() {
        daemon.stop();
        scratch.close();
    }

    private Daemon start() {
        Daemon started =
                Daemon.start(
                        "knotd",
                        scratch,
                        Binary.require("knotd")
                                .command("-c", scratch.folder().resolve("knot.conf").toString()));
        started.awaitReady(this::isReady);
        return started;
    }

    private boolean isReady() {
        return Ask.identity(address()).filter(identity()::equals).isPresent()
                && zones().stream().allMatch(zone -> Ask.serves(address(), zone));
    }

    private String identity() {
        return scratch.folder().getFileName().toString();
    }

    private void writeConfiguration() {
        scratch.write(
                "knot.conf", server() + keys() + remotes() + accessRules() + zoneStatements());
    }

    /// The databases' limits are reserved as address space: the defaults would not fit
    /// everywhere. Refused transfers are told only to debuggers.
    private String server() {
        return """
        server:
          listen: 127.0.0.1@%2$d
          identity: "%3$s"
          rundir: "%1$s/run"
          pidfile: "%1$s/run/knot.pid"
          udp-workers: 1
          tcp-workers: 1
          background-workers: 1
        log:
          - target: stderr
            any: %4$s
        database:
          storage: "%1$s/db"
          journal-db-max-size: 64M
          timer-db-max-size: 16M
          kasp-db-max-size: 16M
        """
                .formatted(
                        scratch.folder(),
                        port,
                        identity(),
                        served.stream().allMatch(Zone::transferable) ? "info" : "debug");
    }

    private String keys() {
        return section(
                "key",
                grants().map(Grant::key)
                        .distinct()
                        .map(
                                key ->
                                        """
                                          - id: "%s"
                                            algorithm: %s
                                            secret: "%s"
                                        """
                                                .formatted(
                                                        key.name(),
                                                        key.algorithm(),
                                                        key.secret())));
    }

    private String remotes() {
        return section(
                "remote",
                Stream.concat(
                        numbered(primaries, "primary%d"), numbered(secondaries, "secondary%d")));
    }

    private static Stream<String> numbered(List<NameServer> servers, String id) {
        return IntStream.range(0, servers.size())
                .mapToObj(
                        index ->
                                "  - id: %s\n    address: 127.0.0.1@%d\n"
                                        .formatted(
                                                id.formatted(index),
                                                servers.get(index).address().getPort()));
    }

    private String accessRules() {
        return section(
                "acl",
                Stream.concat(
                        Stream.of(
                                """
                                  - id: neighbours
                                    address: 127.0.0.0/8
                                    action: [transfer, notify]
                                """),
                        served.stream().flatMap(Knot::updateRules)));
    }

    private static Stream<String> updateRules(Zone zone) {
        if (zone.rules().isPresent()) {
            return zone.rules().stream();
        }
        return IntStream.range(0, zone.grants().size()).mapToObj(index -> updateRule(zone, index));
    }

    private static String updateRule(Zone zone, int index) {
        Grant grant = zone.grants().get(index);
        var rule =
                new StringBuilder(
                        """
                          - id: "%s"
                            key: "%s"
                            action: [%s]
                        """
                                .formatted(
                                        ruleId(zone, index),
                                        grant.key().name(),
                                        grant.owners().isEmpty() && zone.transferable()
                                                ? "update, transfer"
                                                : "update"));
        if (!grant.types().isEmpty()) {
            rule.append("    update-type: %s\n".formatted(list(grant.types())));
        }
        if (!grant.owners().isEmpty()) {
            rule.append(
                    """
                        update-owner: name
                        update-owner-match: equal
                        update-owner-name: %s
                    """
                            .formatted(list(grant.owners())));
        }
        return rule.toString();
    }

    /// The zone file gives the first version only; changes live in the journal. The minimum
    /// refresh keeps a secondary that fell behind there.
    private String zoneStatements() {
        String common =
                """
                    storage: "%s/zones"
                    zonefile-sync: -1
                    refresh-min-interval: 3600
                """
                        .formatted(scratch.folder());
        return section(
                "zone",
                served.stream()
                        .map(
                                zone ->
                                        "  - domain: \"%s.\"\n    file: \"%s\"\n"
                                                        .formatted(zone.name(), zone.file())
                                                + common
                                                + (signing ? "    module: mod-onlinesign\n" : "")
                                                + "    acl: %s\n".formatted(rulesOf(zone))
                                                + reference("master", primaries, "primary%d")
                                                + reference("notify", secondaries, "secondary%d")));
    }

    private static String rulesOf(Zone zone) {
        Stream<String> whole = zone.transferable() ? Stream.of("neighbours") : Stream.empty();
        if (zone.rules().isPresent()) {
            return list(Stream.concat(whole, Stream.of("mxfail-" + zone.name())).toList());
        }
        return list(
                Stream.concat(
                                whole,
                                IntStream.range(0, zone.grants().size())
                                        .mapToObj(index -> ruleId(zone, index)))
                        .toList());
    }

    private static String ruleId(Zone zone, int index) {
        return "update-%s-%d".formatted(zone.name(), index);
    }

    private static String reference(String option, List<NameServer> servers, String id) {
        return servers.isEmpty()
                ? ""
                : "    %s: %s\n"
                        .formatted(
                                option,
                                list(
                                        IntStream.range(0, servers.size())
                                                .mapToObj(id::formatted)
                                                .toList()));
    }

    private Stream<Grant> grants() {
        return served.stream().flatMap(zone -> zone.grants().stream());
    }

    private static String section(String name, Stream<String> items) {
        String all = items.collect(Collectors.joining());
        return all.isEmpty() ? "" : name + ":\n" + all;
    }

    private static String list(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
