package io.mxfail.lab.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The conditions under which an update is to be applied (RFC 2136, section 3.2): a name is in use
/// or not, a set exists or not, a set holds exactly this data. Pure.
final class Prerequisites {
    private record SetKey(Name name, int type) {
        List<Record> in(ZoneVersion zone) {
            return zone.set(name, type);
        }
    }

    private Prerequisites() {}

    /// The rcode of the first one that fails; empty if all hold.
    static OptionalInt check(ZoneVersion zone, List<Record> prerequisites) {
        Map<SetKey, List<Record>> wanted = new HashMap<>();
        for (Record rr : prerequisites) {
            Name name = rr.getName();
            int type = rr.getType();
            if (rr.getTTL() != 0) {
                return OptionalInt.of(Rcode.FORMERR);
            }
            if (!name.subdomain(zone.origin())) {
                return OptionalInt.of(Rcode.NOTZONE);
            }
            boolean namesNoType = type == Type.ANY;
            // A name is in use if it owns a record; empty non-terminals and wildcards do not count.
            boolean held =
                    namesNoType ? !zone.node(name).isEmpty() : !zone.set(name, type).isEmpty();
            switch (rr.getDClass()) {
                case DClass.ANY -> {
                    if (!Records.isEmpty(rr)) {
                        return OptionalInt.of(Rcode.FORMERR);
                    }
                    if (!held) {
                        return OptionalInt.of(namesNoType ? Rcode.NXDOMAIN : Rcode.NXRRSET);
                    }
                }
                case DClass.NONE -> {
                    if (!Records.isEmpty(rr)) {
                        return OptionalInt.of(Rcode.FORMERR);
                    }
                    if (held) {
                        return OptionalInt.of(namesNoType ? Rcode.YXDOMAIN : Rcode.YXRRSET);
                    }
                }
                case DClass.IN -> {
                    if (!Type.isRR(type) || Records.isEmpty(rr)) {
                        return OptionalInt.of(Rcode.FORMERR);
                    }
                    wanted.computeIfAbsent(new SetKey(name, type), _ -> new ArrayList<>()).add(rr);
                }
                default -> {
                    return OptionalInt.of(Rcode.FORMERR);
                }
            }
        }
        // A record that is named twice is no set: BIND counts.
        boolean equal =
                wanted.entrySet().stream()
                        .allMatch(
                                set -> {
                                    List<Record> held = set.getKey().in(zone);
                                    return set.getValue().size() == held.size()
                                            && Records.sameData(set.getValue(), held);
                                });
        return equal ? OptionalInt.empty() : OptionalInt.of(Rcode.NXRRSET);
    }
}
