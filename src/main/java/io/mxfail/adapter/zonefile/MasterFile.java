package io.mxfail.adapter.zonefile;

import io.mxfail.adapter.zonefile.Line.Found;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A master file, read: what it says, and every byte of how it says it.
///
/// @param zone the zone it is for
/// @param lines together the file
record MasterFile(Name zone, List<Line> lines) {
    private static final Set<Integer> SIGNATURES =
            Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.NSEC3PARAM);

    MasterFile {
        zone = zone.canonicalize();
        lines = List.copyOf(lines);
    }

    /// @param file its name, for messages
    static MasterFile read(Name zone, String file, String content, Includes includes)
            throws MasterException {
        return new MasterFile(
                zone, MasterReader.read(file, content, zone.canonicalize(), includes));
    }

    /// Its records, with those of included files.
    List<Found> records() {
        return MasterReader.all(lines).stream().filter(f -> f.owner().subdomain(zone)).toList();
    }

    /// The SOA record of the zone, if it has one that can be read.
    Optional<SOARecord> soa() {
        return records().stream()
                .filter(f -> f.owner().equals(zone))
                .flatMap(f -> f.record().stream())
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }

    /// @throws MasterException where a record of the set cannot be read
    Optional<RecordSet> set(RecordKey key) throws MasterException {
        var records = new ArrayList<Record>();
        for (Found found : records()) {
            if (found.isOf(key)) {
                records.add(
                        found.record()
                                .orElseThrow(
                                        () ->
                                                new MasterException(
                                                        found.place(),
                                                        "cannot read the data of " + key)));
            }
        }
        return records.isEmpty() ? Optional.empty() : Optional.of(RecordSet.of(records));
    }

    /// The types at a name; an unknown one is 0.
    Set<Integer> typesAt(Name name) {
        return records().stream()
                .filter(f -> f.owner().equals(name))
                .map(f -> f.type().orElse(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The name at or above this one, below the zone's own, at which another zone begins or a
    /// DNAME takes everything below.
    Optional<Name> cutAbove(Name name) {
        Name canonical = name.canonicalize();
        return records().stream()
                .filter(f -> !f.owner().equals(zone))
                .filter(
                        f ->
                                f.type().filter(t -> t == Type.NS).isPresent()
                                                && canonical.subdomain(f.owner())
                                        || f.type().filter(t -> t == Type.DNAME).isPresent()
                                                && canonical.subdomain(f.owner())
                                                && !canonical.equals(f.owner()))
                .map(Found::owner)
                .findFirst();
    }

    /// Whether the file holds signatures, which a change would break.
    boolean isSigned() {
        return records().stream().anyMatch(f -> f.type().filter(SIGNATURES::contains).isPresent());
    }

    String text() {
        return lines.stream().map(l -> l.entry().text()).collect(Collectors.joining());
    }
}
