package io.mxfail.real;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A real PowerDNS server over SQLite, with its HTTP API and dynamic updates, on ports of
/// 127.0.0.1.
///
/// Every change moves the serial. Keys of a zone's grants may update all of it.
public final class PowerDns implements AutoCloseable {
    public static final String API_KEY = "secret-key-of-the-api-0123456789";

    private final Scratch scratch;
    private final int port = Ports.free();
    private final int apiPort = Ports.free();
    private final List<Zone> zones;
    private final Daemon daemon;

    private PowerDns(List<Zone> zones) {
        this.zones = zones;
        this.scratch = Scratch.create("pdns");
        try {
            scratch.subfolder("run");
            scratch.write("pdns.conf", configuration());
            createDatabase();
            zones.forEach(this::load);
            this.daemon =
                    Daemon.start(
                            "pdns_server",
                            scratch,
                            Binary.require("pdns_server")
                                    .command("--config-dir=" + scratch.folder()));
            daemon.awaitReady(this::isReady);
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    /// A primary of these zones, ready to answer.
    public static PowerDns primary(Zone... zones) {
        return Ports.retrying(() -> new PowerDns(List.of(zones)));
    }

    /// Where it answers DNS, over UDP and TCP.
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /// The root of its HTTP API.
    public String url() {
        return "http://127.0.0.1:" + apiPort;
    }

    /// All it has logged.
    public String log() {
        return daemon.log();
    }

    @Override
    public void close() {
        daemon.stop();
        scratch.close();
    }

    private boolean isReady() {
        return apiAnswers() && zones.stream().allMatch(zone -> Ask.serves(address(), zone.name()));
    }

    private boolean apiAnswers() {
        try {
            var connection =
                    (HttpURLConnection)
                            URI.create(url() + "/api/v1/servers/localhost")
                                    .toURL()
                                    .openConnection();
            connection.setRequestProperty("X-API-Key", API_KEY);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private Path database() {
        return scratch.folder().resolve("pdns.sqlite3");
    }

    private void createDatabase() {
        Command.run(Binary.require("sqlite3").command(database().toString(), ".read " + schema()))
                .orFail("create PowerDNS' database");
    }

    /// Debian keeps it among the documentation, which some images leave out.
    private static Path schema() {
        Path usr = usr();
        return Stream.of(
                        "share/pdns-backend-sqlite3/schema/schema.sqlite3.sql",
                        "share/doc/pdns-backend-sqlite3/schema.sqlite3.sql")
                .map(usr::resolve)
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no schema.sqlite3.sql below " + usr));
    }

    private static Path usr() {
        return Binary.require("pdns_server").path().getParent().getParent();
    }

    private void load(Zone zone) {
        Path file = scratch.write(zone.file(), zone.text());
        util("load-zone", zone.name(), file.toString());
        util("set-kind", zone.name(), "primary");
        util("set-meta", zone.name(), "SOA-EDIT-API", "INCREASE");
        util("set-meta", zone.name(), "SOA-EDIT-DNSUPDATE", "INCREASE");
        var keys = new ArrayList<>(List.of("set-meta", zone.name(), "TSIG-ALLOW-DNSUPDATE"));
        for (Grant grant : zone.grants()) {
            Key key = grant.key();
            util("import-tsig-key", key.name(), key.algorithm(), key.secret());
            keys.add(key.name());
        }
        util(keys.toArray(String[]::new));
    }

    /// Runs a command of its control program over the database.
    public String util(String... command) {
        String[] arguments =
                Stream.concat(Stream.of("--config-dir=" + scratch.folder()), Arrays.stream(command))
                        .toArray(String[]::new);
        return Command.run(Binary.require("pdnsutil").command(arguments))
                .orFail("run pdnsutil " + String.join(" ", command));
    }

    /// Runs a statement of SQL on the database, past the server.
    public void sql(String statement) {
        Command.run(Binary.require("sqlite3").command(database().toString(), statement))
                .orFail("change PowerDNS' database");
    }

    /// No caches, so that an answer shows what was just written. `only-notify` is empty, or
    /// it would notify itself on port 53.
    private String configuration() {
        return """
        launch=gsqlite3
        gsqlite3-database=%1$s
        gsqlite3-pragma-synchronous=0
        gsqlite3-dnssec=yes
        %2$s
        local-address=127.0.0.1
        local-port=%3$d
        socket-dir=%4$s/run
        daemon=no
        guardian=no
        webserver=yes
        webserver-address=127.0.0.1
        webserver-port=%5$d
        webserver-allow-from=127.0.0.0/8
        api=yes
        api-key=%6$s
        primary=yes
        only-notify=
        dnsupdate=yes
        allow-dnsupdate-from=127.0.0.0/8
        zone-cache-refresh-interval=0
        cache-ttl=0
        query-cache-ttl=0
        negquery-cache-ttl=0
        dnssec-key-cache-ttl=0
        zone-metadata-cache-ttl=0
        loglevel=5
        """
                .formatted(database(), modules(), port, scratch.folder(), apiPort, API_KEY);
    }

    /// An unpacked server looks for its modules where it was built for.
    private static String modules() {
        try (Stream<Path> below = Files.walk(usr().resolve("lib"), 3)) {
            return below.filter(path -> path.endsWith("pdns") && Files.isDirectory(path))
                    .findFirst()
                    .map(path -> "module-dir=" + path)
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }
}
