package io.mxfail.adapter.zonefile;

import io.mxfail.adapter.zonefile.Line.Found;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads an edited file again: it must say what was wanted, and of everything else what it said
/// before. An edit that cannot be shown to be right is not made.
final class MasterCheck {
    /// What may stand beside an alias (RFC 4034, sections 3 and 4).
    private static final Set<Integer> BESIDE_ALIAS =
            Set.of(Type.CNAME, Type.RRSIG, Type.NSEC, Type.KEY);

    private MasterCheck() {}

    static void sameButFor(MasterFile before, MasterFile after, ZoneWrite write, long serial)
            throws MasterException {
        if (after.soa().filter(s -> s.getSerial() == serial).isEmpty()) {
            throw new MasterException(place(before), "the new serial does not read back");
        }
        for (SetWrite set : write.sets()) {
            Optional<RecordSet> now = after.set(set.key());
            if (!now.equals(set.after()) || !oneTtl(after, set.key())) {
                throw new MasterException(
                        place(before), set.key() + " would read " + now.map(RecordSet::data));
            }
            notBesideAlias(after, set.key().name());
        }
        if (!others(before, write).equals(others(after, write))) {
            throw new MasterException(
                    place(before), "the edit would change what other records mean");
        }
    }

    private static boolean oneTtl(MasterFile file, RecordKey key) {
        return file.records().stream().filter(f -> f.isOf(key)).map(Found::ttl).distinct().count()
                <= 1;
    }

    private static void notBesideAlias(MasterFile file, Name name) throws MasterException {
        Set<Integer> types = new TreeSet<>(file.typesAt(name));
        if (types.contains(Type.CNAME) && !BESIDE_ALIAS.containsAll(types)) {
            throw new MasterException(
                    place(file), name + " would have a CNAME beside other records");
        }
    }

    private static List<String> others(MasterFile file, ZoneWrite write) {
        return file.records().stream()
                .filter(f -> write.sets().stream().noneMatch(set -> f.isOf(set.key())))
                .map(
                        f ->
                                f.owner()
                                        + " "
                                        + f.ttl()
                                        + " "
                                        + f.type()
                                        + " "
                                        + f.record()
                                                .filter(r -> r.getType() != Type.SOA)
                                                .map(Record::toString))
                .sorted()
                .toList();
    }

    private static String place(MasterFile file) {
        return "the file of " + file.zone();
    }
}
