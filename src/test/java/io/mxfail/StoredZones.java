package io.mxfail;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.ZoneVersion;

import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The two zones of [TwoZones], small enough for every service, and a name server that serves
/// what a stand-in for a service holds, from each of its writes on.
final class StoredZones implements AutoCloseable {
    static final List<String> NAMES = List.of("acme.test.", "shop.test.");

    private static final String HEAD =
            """
            @ 3600 IN SOA ns1 hostmaster %d 3600 600 604800 300
            @ 3600 IN NS ns1
            ns1 3600 IN A 127.0.0.1
            """;

    private static final String OWN =
            """
            @ 3600 IN MX 10 mx.primary.acme.test.
            @ 900 IN TXT "v=spf1 ip4:192.0.2.10 ~all"
            @ 900 IN TXT "site-verification=keep-me"
            @ 900 IN TXT "quotes \\" and \\\\; $HOME `x`"
            smtp 3600 IN CNAME relay.primary.acme.test.
            """;

    private static final String HOSTS =
            """
            mx.primary 3600 IN A 127.0.0.1
            relay.primary 3600 IN A 127.0.0.1
            """;

    private final AuthoritativeServer server;
    private final AtomicInteger serial = new AtomicInteger();

    StoredZones() throws IOException {
        server =
                AuthoritativeServer.start(
                        NAMES.stream().map(zone -> ZoneVersion.parse(zone, text(zone))).toList(),
                        List.of());
    }

    /// A zone as it begins, as a master file without origin.
    static String text(String zone) {
        return HEAD.formatted(1) + OWN + (zone.equals("acme.test.") ? HOSTS : "");
    }

    /// The records of a zone as it begins, without SOA and NS and what belongs to them.
    static List<Record> records(String zone) {
        var records = new ArrayList<Record>();
        var in = new ByteArrayInputStream(text(zone).getBytes(StandardCharsets.UTF_8));
        try (var master = new Master(in, Name.fromConstantString(zone))) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                if (r.getType() != Type.SOA
                        && r.getType() != Type.NS
                        && !r.getName().toString().startsWith("ns1.")) {
                    records.add(r);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    InetSocketAddress address() {
        return server.address(0);
    }

    /// From now on the zone is this.
    ///
    /// @param lines of a master file, without SOA and NS
    void serve(String zone, String lines) {
        server.load(ZoneVersion.parse(zone, HEAD.formatted(serial.incrementAndGet() + 1) + lines));
    }

    @Override
    public void close() {
        server.close();
    }
}
