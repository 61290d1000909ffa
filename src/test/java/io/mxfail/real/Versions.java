package io.mxfail.real;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Every version that a zone has had: what a server notes of its changes for its secondaries (RFC
/// 1995). However short it was served, none is missed.
public final class Versions {
    private final Name zone;
    private final List<Record> first;
    private final long serial;

    private Versions(Name zone, List<Record> first) {
        this.zone = zone;
        this.first = first;
        this.serial =
                first.stream()
                        .filter(SOARecord.class::isInstance)
                        .map(record -> ((SOARecord) record).getSerial())
                        .findFirst()
                        .orElseThrow();
    }

    /// Remembers the zone as it is now.
    ///
    /// @param zone without final dot
    public static Versions from(InetSocketAddress server, String zone) {
        Name name = name(zone);
        try {
            var transfer = ZoneTransferIn.newAXFR(name, server, null);
            transfer.run();
            return new Versions(name, transfer.getAXFR());
        } catch (IOException | ZoneTransferException e) {
            throw new AssertionError("cannot transfer " + zone + " from " + server, e);
        }
    }

    /// The zone's name.
    public Name name() {
        return zone;
    }

    /// All versions since then, beginning with it, without their SOA.
    ///
    /// @throws AssertionError where the server no longer knows all of them
    public List<Set<Record>> until(InetSocketAddress server) {
        try {
            var transfer = ZoneTransferIn.newIXFR(zone, serial, false, server, null);
            transfer.run();
            if (!transfer.isIXFR()) {
                throw new AssertionError(server + " does not remember " + zone + " " + serial);
            }
            return replayed(transfer.getIXFR());
        } catch (IOException | ZoneTransferException e) {
            throw new AssertionError("cannot transfer changes of " + zone + " from " + server, e);
        }
    }

    private List<Set<Record>> replayed(List<ZoneTransferIn.Delta> changes) {
        var versions = new ArrayList<Set<Record>>();
        Set<Record> now = data(first);
        versions.add(Set.copyOf(now));
        long at = serial;
        for (ZoneTransferIn.Delta change : changes) {
            if (change.start != at) {
                throw new AssertionError("versions are missing after " + at + " of " + zone);
            }
            now.removeAll(data(change.deletes));
            now.addAll(data(change.adds));
            versions.add(Set.copyOf(now));
            at = change.end;
        }
        return versions;
    }

    private static Set<Record> data(List<Record> records) {
        var data = new HashSet<Record>();
        records.stream().filter(record -> record.getType() != Type.SOA).forEach(data::add);
        return data;
    }

    private static Name name(String zone) {
        try {
            return Name.fromString(zone + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
