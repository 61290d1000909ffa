package io.mxfail.real;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real BIND (`named`), primary or secondary. It listens on 127.0.0.1 alone, since it takes
/// only addresses that an interface has; servers differ by their ports.
///
/// A primary notifies its secondaries at once, and they follow by IXFR; [fallBehind] keeps one
/// back.
public final class Bind implements NameServer {
    private final Scratch scratch;
    private final Key control = Key.random("rndc-key");
    private final int port = Ports.free();
    private final int controlPort = Ports.free();
    private final List<String> zones;
    private final List<NameServer> secondaries = new CopyOnWriteArrayList<>();
    private final List<NameServer> primaries;
    private Daemon daemon;

    private Bind(List<Zone> zones, String options, List<NameServer> primaries) {
        this.primaries = primaries;
        this.zones =
                primaries.isEmpty()
                        ? zones.stream().map(Zone::name).toList()
                        : primaries.getFirst().zones();
        this.scratch = Scratch.create("bind");
        zones.forEach(zone -> scratch.write(zone.file(), zone.text()));
        scratch.write("named.conf", configuration(zones, options));
        scratch.write("rndc.conf", rndcConfiguration());
        writeNotified();
        try {
            this.daemon = start();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// A primary of these zones, ready to answer.
    public static Bind primary(Zone... zones) {
        return primary(List.of(zones), "");
    }

    /// @param options further statements for the `options` block
    public static Bind primary(List<Zone> zones, String options) {
        return Ports.retrying(() -> new Bind(zones, options, List.of()));
    }

    /// A secondary of all the primary's zones, which it has when this returns. From then on the
    /// primary notifies it.
    public static Bind secondaryOf(NameServer primary) {
        Bind secondary = Ports.retrying(() -> new Bind(List.of(), "", List.of(primary)));
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
        return zones;
    }

    @Override
    public List<NameServer> notified() {
        return List.copyOf(secondaries);
    }

    @Override
    public void notifies(List<NameServer> wanted) {
        secondaries.clear();
        secondaries.addAll(wanted);
        writeNotified();
        rndc("reconfig");
    }

    @Override
    public List<NameServer> primaries() {
        return primaries;
    }

    @Override
    public void refresh() {
        zones.forEach(zone -> rndc("refresh", zone));
    }

    /// Runs a command of its control program.
    public String rndc(String... command) {
        String[] arguments =
                Stream.concat(
                                Stream.of("-c", scratch.folder().resolve("rndc.conf").toString()),
                                Arrays.stream(command))
                        .toArray(String[]::new);
        return Command.run(Binary.require("rndc").command(arguments))
                .orFail("run rndc " + String.join(" ", command));
    }

    /// The file of a zone, which this server reads and, where it takes updates, writes.
    public Path file(Zone zone) {
        return scratch.folder().resolve(zone.file());
    }

    /// What makes it load a zone's file again; `${zone}` stands for the zone.
    public List<String> reloadCommand() {
        return Binary.require("rndc")
                .command(
                        "-c",
                        scratch.folder().resolve("rndc.conf").toString(),
                        "reload",
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
                        "named",
                        scratch,
                        Binary.require("named")
                                .command(
                                        "-g",
                                        "-n",
                                        "1",
                                        "-c",
                                        scratch.folder().resolve("named.conf").toString()));
        started.awaitReady(this::isReady);
        return started;
    }

    private boolean isReady() {
        return Ask.identity(address()).filter(identity()::equals).isPresent()
                && zones.stream().allMatch(zone -> Ask.serves(address(), zone));
    }

    private String identity() {
        return scratch.folder().getFileName().toString();
    }

    private void writeNotified() {
        scratch.write(
                "notify.conf",
                secondaries.stream()
                        .map(secondary -> endpoint(secondary.address()))
                        .collect(Collectors.joining(" ", "also-notify { ", " };\n")));
    }

    /// `reuseport no`, or a second named would silently share the port. `notify-delay 0` and the
    /// rates make secondaries follow at once; the minimum refresh keeps one that fell behind
    /// there, whatever its SOA says.
    private String configuration(List<Zone> zones, String options) {
        return """
        options {
          directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
          managed-keys-directory "%1$s"; lock-file none;
          listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; }; reuseport no;
          query-source address 127.0.0.1; server-id "%3$s";
          %6$s dnssec-validation no; empty-zones-enable no;
          allow-transfer { 127.0.0.1; };
          notify explicit; notify-delay 0; include "%1$s/notify.conf";
          serial-query-rate 1000; notify-rate 1000; startup-notify-rate 1000;
          min-refresh-time 3600; min-retry-time 1;
          %4$s
        };
        controls { inet 127.0.0.1 port %5$d allow { 127.0.0.1; } keys { "rndc-key"; }; };
        """
                        .formatted(
                                scratch.folder(),
                                port,
                                identity(),
                                options,
                                controlPort,
                                options.startsWith("recursion ") ? "" : "recursion no;")
                + Stream.concat(
                                Stream.of(control),
                                zones.stream()
                                        .flatMap(zone -> zone.grants().stream())
                                        .map(Grant::key))
                        .distinct()
                        .map(Bind::keyStatement)
                        .collect(Collectors.joining())
                + zones.stream().map(Bind::primaryStatement).collect(Collectors.joining())
                + primaries.stream().map(this::secondaryStatements).collect(Collectors.joining());
    }

    private static String keyStatement(Key key) {
        return "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                .formatted(key.name(), key.algorithm(), key.secret());
    }

    private static String primaryStatement(Zone zone) {
        String policy =
                zone.rules()
                        .orElseGet(
                                () ->
                                        zone.grants().stream()
                                                .map(Bind::rules)
                                                .collect(
                                                        Collectors.joining(
                                                                " ", "update-policy { ", " };")));
        return "zone \"%s\" { type primary; file \"%s\"; %s %s };\n"
                .formatted(
                        zone.name().isEmpty() ? "." : zone.name(),
                        zone.file(),
                        zone.transferable() ? "" : "allow-transfer { none; };",
                        zone.grants().isEmpty() ? "" : policy);
    }

    private static String rules(Grant grant) {
        String types = grant.types().isEmpty() ? "ANY" : String.join(" ", grant.types());
        if (grant.owners().isEmpty()) {
            return "grant %s zonesub %s;".formatted(grant.key().name(), types);
        }
        return grant.owners().stream()
                .map(owner -> "grant %s name %s %s;".formatted(grant.key().name(), owner, types))
                .collect(Collectors.joining(" "));
    }

    private String secondaryStatements(NameServer primary) {
        return primary.zones().stream()
                .map(
                        zone ->
                                "zone \"%s\" { type secondary; file \"%s.zone\"; primaries { %s }; };\n"
                                        .formatted(zone, zone, endpoint(primary.address())))
                .collect(Collectors.joining());
    }

    private static String endpoint(InetSocketAddress address) {
        return "%s port %d;".formatted(address.getAddress().getHostAddress(), address.getPort());
    }

    private String rndcConfiguration() {
        return keyStatement(control)
                + "options { default-key \"rndc-key\"; default-server 127.0.0.1; default-port %d; };\n"
                        .formatted(controlPort);
    }
}
