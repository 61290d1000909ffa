package io.mxfail.lab.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// What an UPDATE message does to a zone (RFC 2136, section 3). Pure: a zone version and a message
/// in, a new version or a refusal out, so an update is applied as a whole or not at all.
///
/// The order is BIND 9.18's: form and permission of the update section come before the
/// prerequisites, so that nobody without a right to write learns from them what the zone holds.
final class UpdateRules {
    /// What becomes of the update.
    sealed interface Result {
        /// Nothing was applied.
        record Refused(int rcode) implements Result {}

        /// NOERROR; `zone` is the version it was judged on if the update had no effect.
        record Accepted(ZoneVersion zone) implements Result {}
    }

    private final ZoneVersion before;
    private final Name origin;
    private final List<Record> changes;
    private final BiPredicate<Name, Integer> permits;

    private UpdateRules(ZoneVersion before, Message update, BiPredicate<Name, Integer> permits) {
        this.before = before;
        this.origin = before.origin();
        this.changes = update.getSection(Section.UPDATE);
        this.permits = permits;
    }

    /// @param permits whether the sender may change the set of that name and type
    static Result judge(ZoneVersion zone, Message update, BiPredicate<Name, Integer> permits) {
        var rules = new UpdateRules(zone, update, permits);
        OptionalInt refusal = rules.prescan();
        if (refusal.isEmpty()) {
            refusal = rules.permission();
        }
        if (refusal.isEmpty()) {
            refusal = Prerequisites.check(zone, update.getSection(Section.PREREQ));
        }
        if (refusal.isPresent()) {
            return new Result.Refused(refusal.getAsInt());
        }
        ZoneVersion after = rules.apply();
        return after == zone || rules.keepsIntegrity(after)
                ? new Result.Accepted(after)
                : new Result.Refused(Rcode.REFUSED);
    }

    /// Section 3.4.1: the update section must be well formed before anything is done.
    private OptionalInt prescan() {
        for (Record rr : changes) {
            if (!rr.getName().subdomain(origin)) {
                return OptionalInt.of(Rcode.NOTZONE);
            }
            boolean sound =
                    switch (rr.getDClass()) {
                        case DClass.IN -> Type.isRR(rr.getType()) && !Records.isEmpty(rr);
                        case DClass.ANY ->
                                rr.getTTL() == 0
                                        && Records.isEmpty(rr)
                                        && (Type.isRR(rr.getType()) || rr.getType() == Type.ANY);
                        case DClass.NONE ->
                                rr.getTTL() == 0 && !Records.isEmpty(rr) && Type.isRR(rr.getType());
                        default -> false;
                    };
            if (!sound) {
                return OptionalInt.of(Rcode.FORMERR);
            }
        }
        return OptionalInt.empty();
    }

    /// Section 3.3: one record that the sender may not touch refuses the message as a whole.
    /// Deleting a name needs the right to every type that it holds.
    private OptionalInt permission() {
        boolean allowed =
                changes.stream()
                        .allMatch(
                                rr ->
                                        rr.getType() == Type.ANY
                                                ? before.node(rr.getName()).keySet().stream()
                                                        .allMatch(
                                                                type ->
                                                                        permits.test(
                                                                                rr.getName(), type))
                                                : permits.test(rr.getName(), rr.getType()));
        return allowed ? OptionalInt.empty() : OptionalInt.of(Rcode.REFUSED);
    }

    /// Section 3.4.2, then the serial of section 3.6 unless the update has set it itself.
    private ZoneVersion apply() {
        ZoneDraft draft = before.draft();
        Set<Name> touched = new LinkedHashSet<>();
        for (Record rr : changes) {
            touched.add(rr.getName());
            switch (rr.getDClass()) {
                case DClass.IN -> add(draft, rr);
                case DClass.ANY -> deleteSets(draft, rr);
                default -> deleteRecord(draft, rr);
            }
        }
        boolean changed = touched.stream().anyMatch(n -> !sameNode(before.node(n), draft.node(n)));
        if (!changed) {
            return before;
        }
        ZoneVersion after = draft.version();
        return after.serial() == before.serial()
                ? after.withSerial(nextSerial(before.serial()))
                : after;
    }

    /// BIND's `check-integrity`, on by default: no name server of the zone, and no mail host that
    /// is added or gets another TTL, may be a name of this zone that has no address afterwards or
    /// is an alias. RFC 2136 does not ask for it.
    private boolean keepsIntegrity(ZoneVersion after) {
        Stream<Name> nameServers =
                after.set(origin, Type.NS).stream().map(ns -> ((NSRecord) ns).getTarget());
        Stream<Name> mailHosts =
                changes.stream()
                        .map(Record::getName)
                        .distinct()
                        .flatMap(name -> newIn(after, name, Type.MX))
                        .map(mx -> ((MXRecord) mx).getTarget());
        return Stream.concat(nameServers, mailHosts)
                .allMatch(host -> NameSearch.mayHaveAddress(after, host));
    }

    private Stream<Record> newIn(ZoneVersion after, Name name, int type) {
        List<Record> old = before.set(name, type);
        return after.set(name, type).stream()
                .filter(r -> !old.contains(r) || old.getFirst().getTTL() != r.getTTL());
    }

    /// Section 3.4.2.2. A CNAME beside other data, and other data beside a CNAME, are ignored
    /// without an error: only reading back tells.
    private void add(ZoneDraft draft, Record rr) {
        Name name = rr.getName();
        int type = rr.getType();
        Set<Integer> present = draft.node(name).keySet();
        boolean clashes =
                type == Type.CNAME
                        ? present.stream().anyMatch(t -> t != Type.CNAME)
                        : present.contains(Type.CNAME);
        if (clashes) {
            return;
        }
        switch (type) {
            case Type.SOA -> {
                if (name.equals(origin)
                        && isNewer(((SOARecord) rr).getSerial(), apexSoa(draft).getSerial())) {
                    draft.put(name, type, List.of(rr));
                }
            }
            case Type.NS -> {
                if (!name.isWild()) { // RFC 4592, section 4.2, leaves it open: BIND ignores it
                    extend(draft, rr);
                }
            }
            case Type.CNAME, Type.DNAME -> draft.put(name, type, List.of(rr));
            default -> extend(draft, rr);
        }
    }

    /// A set has one TTL: the newcomer's becomes everyone's.
    private static void extend(ZoneDraft draft, Record rr) {
        List<Record> set =
                new ArrayList<>(
                        Records.withTtl(draft.set(rr.getName(), rr.getType()), rr.getTTL()));
        if (!set.contains(rr)) {
            set.add(rr);
        }
        draft.put(rr.getName(), rr.getType(), set);
    }

    /// Section 3.4.2.3: the apex keeps its SOA and NS.
    private void deleteSets(ZoneDraft draft, Record rr) {
        Name name = rr.getName();
        Set<Integer> types =
                rr.getType() == Type.ANY ? draft.node(name).keySet() : Set.of(rr.getType());
        types.stream()
                .filter(type -> !(name.equals(origin) && (type == Type.SOA || type == Type.NS)))
                .forEach(type -> draft.put(name, type, List.of()));
    }

    /// Section 3.4.2.4: the SOA stays, and so does the last NS of the apex.
    private void deleteRecord(ZoneDraft draft, Record rr) {
        Name name = rr.getName();
        int type = rr.getType();
        List<Record> left = draft.set(name, type).stream().filter(r -> !sameData(r, rr)).toList();
        boolean lastNs = type == Type.NS && name.equals(origin) && left.isEmpty();
        if (type != Type.SOA && !lastNs) {
            draft.put(name, type, left);
        }
    }

    private SOARecord apexSoa(ZoneDraft draft) {
        return (SOARecord) draft.set(origin, Type.SOA).getFirst();
    }

    /// dnsjava's equality holds records of class NONE and IN apart.
    private static boolean sameData(Record held, Record named) {
        return Arrays.equals(held.rdataToWireCanonical(), named.rdataToWireCanonical());
    }

    private static boolean sameNode(
            Map<Integer, List<Record>> left, Map<Integer, List<Record>> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(
                                e ->
                                        Records.sameDataAndTtl(
                                                e.getValue(),
                                                right.getOrDefault(e.getKey(), List.of())));
    }

    /// Serial arithmetic (RFC 1982); where it leaves the order undefined, nothing is newer.
    static boolean isNewer(long serial, long than) {
        return Math.abs(serial - than) != 1L << 31 && Serial.compare(serial, than) > 0;
    }

    /// The next serial, never 0, which some secondaries take for "no version yet".
    static long nextSerial(long serial) {
        return Math.max(1, Serial.increment(serial));
    }
}
