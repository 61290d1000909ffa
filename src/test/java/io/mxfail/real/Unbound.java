package io.mxfail.real;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real Unbound: a resolver with a cache, on a port of 127.0.0.1.
///
/// A referral cannot name a port, so it is told where each zone's servers are. It refuses any
/// other name, and its root servers are a closed port of loopback: no question leaves the
/// machine. Where it is given the root (an empty name), it refuses nothing.
public final class Unbound implements AutoCloseable {
    private final Scratch scratch;
    private final int port = Ports.free();
    private Daemon daemon;

    private Unbound(Map<String, List<InetSocketAddress>> zones, List<String> options) {
        this.scratch = Scratch.create("unbound");
        scratch.write("root.hints", ". 3600000 NS ns.invalid.\nns.invalid. 3600000 A 127.0.0.1\n");
        scratch.write("unbound.conf", configuration(zones, options));
        try {
            this.daemon = start();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// Resolves all zones of these name servers; a zone that several have is asked at each.
    public static Unbound of(NameServer... servers) {
        var zones = new LinkedHashMap<String, List<InetSocketAddress>>();
        for (NameServer server : servers) {
            for (String zone : server.zones()) {
                zones.merge(
                        zone,
                        List.of(server.address()),
                        (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
            }
        }
        return of(zones);
    }

    /// @param zones where the servers of each zone are
    /// @param options further lines of the `server:` section, such as `cache-min-ttl: 60`
    public static Unbound of(Map<String, List<InetSocketAddress>> zones, String... options) {
        return Ports.retrying(() -> new Unbound(zones, List.of(options)));
    }

    /// Where it answers, over UDP and TCP.
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /// Forgets everything it has cached for the name and below, and which servers were slow.
    public void flush(String zone) {
        control("flush_zone", zone);
        control("flush_infra", "all");
    }

    /// Runs a command of its control program.
    public String control(String... command) {
        String[] arguments =
                Stream.concat(
                                Stream.of(
                                        "-c", scratch.folder().resolve("unbound.conf").toString()),
                                Arrays.stream(command))
                        .toArray(String[]::new);
        return Command.run(Binary.require("unbound-control").command(arguments))
                .orFail("run unbound-control " + String.join(" ", command));
    }

    /// Lets it hang: packets are accepted, nothing answers.
    public void freeze() {
        daemon.freeze();
    }

    /// Ends [freeze].
    public void thaw() {
        daemon.thaw();
    }

    /// Ends it at once; its cache is lost.
    public void crash() {
        daemon.stop();
    }

    /// Starts it again after [crash].
    public void restart() {
        daemon = start();
    }

    /// All it has logged since it last started.
    public String log() {
        return daemon.log();
    }

    /// Ends it and deletes its folder.
    @Override
    public void close() {
        daemon.stop();
        scratch.close();
    }

    private Daemon start() {
        Daemon started =
                Daemon.start(
                        "unbound",
                        scratch,
                        Binary.require("unbound")
                                .command(
                                        "-dd",
                                        "-c",
                                        scratch.folder().resolve("unbound.conf").toString()));
        started.awaitReady(() -> Ask.identity(address()).filter(identity()::equals).isPresent());
        return started;
    }

    private String identity() {
        return scratch.folder().getFileName().toString();
    }

    private String configuration(Map<String, List<InetSocketAddress>> zones, List<String> options) {
        return """
        server:
          interface: 127.0.0.1
          port: %2$d
          so-reuseport: no
          identity: "%3$s"
          do-ip6: no
          username: ""
          chroot: ""
          directory: "%1$s"
          pidfile: "%1$s/unbound.pid"
          use-syslog: no
          do-daemonize: no
          num-threads: 1
          msg-cache-size: 1m
          rrset-cache-size: 1m
          access-control: 127.0.0.0/8 allow
          do-not-query-localhost: no
          module-config: "iterator"
          local-zone: "." %6$s
          qname-minimisation: no
        %4$s
        remote-control:
          control-enable: yes
          control-interface: "%1$s/control.sock"
          control-use-cert: no
        %5$s\
        """
                .formatted(
                        scratch.folder(),
                        port,
                        identity(),
                        Stream.concat(
                                        zones.containsKey("")
                                                ? Stream.empty()
                                                : Stream.of(
                                                        "root-hints: \"%s/root.hints\""
                                                                .formatted(scratch.folder())),
                                        options.stream())
                                .map(option -> "  " + option)
                                .collect(Collectors.joining("\n")),
                        zones.entrySet().stream()
                                .map(zone -> stub(zone.getKey(), zone.getValue()))
                                .collect(Collectors.joining()),
                        zones.containsKey("") ? "transparent" : "refuse");
    }

    private static String stub(String zone, List<InetSocketAddress> servers) {
        return servers.stream()
                .map(server -> "  stub-addr: " + endpoint(server) + "\n")
                .collect(
                        Collectors.joining(
                                "",
                                (zone.isEmpty()
                                                ? ""
                                                : """
                                                server:
                                                  local-zone: "%s." transparent
                                                """
                                                        .formatted(zone))
                                        + """
                                        stub-zone:
                                          name: "%s."
                                        """
                                                .formatted(zone),
                                ""));
    }

    private static String endpoint(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + "@" + server.getPort();
    }
}
