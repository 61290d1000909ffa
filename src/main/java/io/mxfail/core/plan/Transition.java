package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.MtaStsRecord;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One domain on its way from what is served to what a plan leaves, with every state on the
/// way that a sender could meet.
///
/// A provider that changes a whole zone at once shows only the two ends of a write; one that
/// changes set by set or record by record also shows what lies between.
///
/// @param view the domain as the profile sees it
/// @param changes what the plan changes there; empty: the domain is only looked at
/// @param states of the sets that the view reads and the changes touch, from what is served
///   to what is left
/// @param remembered what caches may hold of a time before what is served; empty: nothing is known
public record Transition(
        DomainView view,
        List<Change> changes,
        List<Map<RecordKey, RecordSet>> states,
        List<Remembered> remembered) {
    private static final Set<Integer> ROUTES = Set.of(Type.MX, Type.A, Type.AAAA, Type.CNAME);
    private static final Set<Integer> NEVER_WRITTEN =
            Set.of(Type.NS, Type.SOA, Type.DS, Type.DNSKEY);

    public Transition {
        changes = changes.stream().sorted().toList();
        states = states.stream().map(Map::copyOf).toList();
        remembered = List.copyOf(remembered);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("no state of " + view.name());
        }
    }

    /// Follows the changes through a provider.
    ///
    /// @param live a read of the domain's zone
    /// @param capabilities of the weakest provider
    public static Transition of(
            DomainView view, Observed live, List<Change> changes, Capabilities capabilities) {
        var keys = new TreeSet<>(view.keys());
        changes.forEach(change -> keys.add(change.key()));
        var now = new TreeMap<RecordKey, RecordSet>();
        for (RecordKey key : keys) {
            Optional.ofNullable(live.sets().get(key)).ifPresent(set -> now.put(key, set.set()));
        }
        var states = new ArrayList<Map<RecordKey, RecordSet>>();
        states.add(Map.copyOf(now));
        for (List<Change> step : Steps.of(changes, capabilities)) {
            Observed fresh =
                    Observed.of(live.zone(), live.negativeTtl(), List.copyOf(now.values()), keys);
            ZoneWrites.prepare(fresh, step)
                    .write()
                    .ifPresent(write -> follow(write, capabilities.atomicity(), now, states));
        }
        return new Transition(view, changes, states, List.of());
    }

    /// The same, where caches may hold what was served before an earlier write.
    public Transition remembering(List<Remembered> remembered) {
        return new Transition(view, changes, states, remembered);
    }

    /// A domain that is only looked at.
    public static Transition none(DomainView view, Observed live) {
        return of(
                view,
                live,
                List.of(),
                new Capabilities(
                        Capabilities.Atomicity.ZONE,
                        Capabilities.StaleWrite.REFUSED_BY_SERVICE,
                        Duration.ZERO,
                        1));
    }

    private static void follow(
            ZoneWrite write,
            Capabilities.Atomicity unit,
            Map<RecordKey, RecordSet> now,
            List<Map<RecordKey, RecordSet>> states) {
        for (SetWrite set : write.sets()) {
            if (unit == Capabilities.Atomicity.RECORD) {
                for (Optional<RecordSet> state : RecordEdit.states(set)) {
                    leave(now, set.key(), state);
                    states.add(Map.copyOf(now));
                }
            }
            leave(now, set.key(), set.after());
            if (unit != Capabilities.Atomicity.ZONE) {
                states.add(Map.copyOf(now));
            }
        }
        states.add(Map.copyOf(now));
    }

    private static void leave(
            Map<RecordKey, RecordSet> now, RecordKey key, Optional<RecordSet> set) {
        set.ifPresentOrElse(after -> now.put(key, after), () -> now.remove(key));
    }

    /// The domain's name.
    public Name domain() {
        return view.name();
    }

    /// The types of the sets that the plan leaves where there were none, by name.
    public Map<Name, Set<Integer>> created() {
        var created = new TreeMap<Name, Set<Integer>>();
        after().forEach(
                        (key, set) -> {
                            if (set.isPresent() && !states.getFirst().containsKey(key)) {
                                created.computeIfAbsent(key.name(), _ -> new TreeSet<>())
                                        .add(key.type());
                            }
                        });
        return created;
    }

    /// The sets that the plan leaves, of those it changes; empty: it leaves none.
    public Map<RecordKey, Optional<RecordSet>> after() {
        var after = new TreeMap<RecordKey, Optional<RecordSet>>();
        changes.forEach(
                change ->
                        after.put(
                                change.key(),
                                Optional.ofNullable(states.getLast().get(change.key()))));
        return after;
    }

    /// Whether any site of the profile names an MX for the domain.
    public boolean ownsMx() {
        return view.sites().values().stream().anyMatch(site -> !site.mx().isEmpty());
    }

    /// Whether any site of the profile names SPF terms for the domain.
    public boolean ownsSpf() {
        return view.sites().values().stream().anyMatch(site -> !site.spf().isEmpty());
    }

    /// The MX records now served.
    public List<MXRecord> mxBefore() {
        return mx(states.getFirst());
    }

    /// The MX records that the plan leaves.
    public List<MXRecord> mxAfter() {
        return mx(states.getLast());
    }

    /// The MX records of every state, from what is served to what is left.
    public List<List<MXRecord>> mxStates() {
        return states.stream().map(this::mx).toList();
    }

    /// How long caches may hold the MX set that the plan replaces; zero: it replaces none.
    public Duration oldMx() {
        return changes.stream()
                .filter(change -> change.key().equals(view.mx()) && !change.ttlOnly())
                .filter(change -> change.before().isPresent())
                .findFirst()
                .map(this::cached)
                .orElse(Duration.ZERO);
    }

    /// How long caches may hold the MX, address and alias sets that the plan replaces; zero: it
    /// replaces none.
    public Duration oldRoutes() {
        return changes.stream()
                .filter(change -> change.before().isPresent() && !change.ttlOnly())
                .filter(change -> ROUTES.contains(change.key().type()))
                .map(this::cached)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// How long caches may hold what a change replaces: for the TTL that is served, or longer where
    /// that was shortened a short while ago.
    ///
    /// @param change one that replaces something
    public Duration cached(Change change) {
        RecordSet before = change.before().orElseThrow();
        return remembered.stream()
                .filter(old -> old.place().equals(change.place()))
                .filter(old -> old.set().filter(before::sameData).isPresent())
                .map(Remembered::left)
                .reduce(
                        Duration.ofSeconds(before.ttl()),
                        (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /// How long caches may hold a former content of a set: the one that the plan replaces, or
    /// one of before an earlier write; zero: neither is there.
    public Duration held(RecordKey key) {
        return Stream.concat(
                        changes.stream()
                                .filter(change -> change.key().equals(key) && !change.ttlOnly())
                                .filter(change -> change.before().isPresent())
                                .map(this::cached),
                        remembered.stream()
                                .filter(old -> old.place().key().equals(key))
                                .filter(old -> old.set().isPresent())
                                .map(Remembered::left))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// How long the MX set that the plan replaces is cached because of a longer TTL that it had a
    /// short while ago; empty: the TTL that is served rules, or the plan replaces none.
    public Optional<Duration> longerThanServed() {
        return changes.stream()
                .filter(change -> change.key().equals(view.mx()) && !change.ttlOnly())
                .filter(change -> change.before().isPresent())
                .filter(c -> cached(c).toSeconds() > c.before().orElseThrow().ttl())
                .findFirst()
                .map(this::cached);
    }

    private List<MXRecord> mx(Map<RecordKey, RecordSet> state) {
        return Optional.ofNullable(state.get(view.mx())).stream()
                .flatMap(set -> set.records().stream())
                .map(MXRecord.class::cast)
                .toList();
    }

    /// The SPF records that the plan leaves, as text; more than one is an error of the zone.
    public List<String> spfAfter() {
        return spf(states.getLast());
    }

    /// The SPF records now served, as text.
    public List<String> spfBefore() {
        return spf(states.getFirst());
    }

    /// The id in the record of MTA-STS that is served now; empty where the view does not hold that
    /// record, or senders follow none.
    public Optional<String> policyIdBefore() {
        return policyId(states.getFirst());
    }

    /// The id in the record of MTA-STS that the plan leaves.
    public Optional<String> policyIdAfter() {
        return policyId(states.getLast());
    }

    /// How long senders may not see the new id that the plan writes there; empty: it writes none.
    /// The way back, which takes the id away again, is none.
    public Optional<Duration> oldPolicyId() {
        return changes.stream()
                .filter(change -> change.kind() == ChangeClass.ADDITIVE)
                .filter(change -> view.policyRecord().filter(change.key()::equals).isPresent())
                .flatMap(change -> change.before().stream())
                .findFirst()
                .map(set -> Duration.ofSeconds(set.ttl()));
    }

    /// Whether the plan takes the record of MTA-STS away and leaves none.
    public boolean dropsPolicy() {
        return changes.stream()
                .filter(change -> change.tag().filter(TxtTag.MTA_STS::equals).isPresent())
                .filter(change -> change.key().name().equals(below("_mta-sts")))
                .anyMatch(change -> change.before().isPresent() && change.after().isEmpty());
    }

    /// The names that get other content in the place of what they have.
    public Set<Name> turned() {
        var names = new TreeSet<Name>();
        changes.stream()
                .filter(change -> !change.ttlOnly() && change.before().isPresent())
                .forEach(change -> names.add(change.key().name()));
        return names;
    }

    private Optional<String> policyId(Map<RecordKey, RecordSet> state) {
        return view.policyRecord()
                .flatMap(key -> Optional.ofNullable(state.get(key)))
                .flatMap(set -> ChangeState.tagged(set, TxtTag.MTA_STS))
                .filter(set -> set.records().size() == 1)
                .map(set -> TxtText.of((TXTRecord) set.records().getFirst()))
                .flatMap(MtaStsRecord::parse)
                .map(MtaStsRecord::id);
    }

    private List<String> spf(Map<RecordKey, RecordSet> state) {
        return Optional.ofNullable(state.get(view.spf()))
                .flatMap(set -> ChangeState.tagged(set, TxtTag.SPF))
                .map(RecordSet::records)
                .orElse(List.of())
                .stream()
                .map(record -> TxtText.of((TXTRecord) record))
                .toList();
    }

    /// A name at which the plan would leave an alias beside other data.
    ///
    /// @param types what would be there, `CNAME` among them
    public record Occupied(Name name, List<String> types) {
        public Occupied {
            types = types.stream().sorted().toList();
        }
    }

    /// Names at which the plan would leave a CNAME beside other data (RFC 1034, section 3.6.2):
    /// servers answer NOERROR to such a write and drop one of the two.
    public List<Occupied> occupied() {
        var types = new TreeMap<Name, List<String>>();
        var touched = new TreeSet<Name>();
        changes.forEach(change -> touched.add(change.key().name()));
        states.getLast().keySet().stream()
                .filter(key -> touched.contains(key.name()))
                .forEach(
                        key ->
                                types.computeIfAbsent(key.name(), _ -> new ArrayList<>())
                                        .add(key.typeName()));
        return types.entrySet().stream()
                .filter(e -> e.getValue().size() > 1 && e.getValue().contains("CNAME"))
                .map(e -> new Occupied(e.getKey(), e.getValue()))
                .toList();
    }

    /// Changes of sets that are not the profile's to write, as `NAME TYPE`.
    public List<String> outside() {
        Collection<Name> names = new TreeSet<>(Set.of(view.name()));
        names.add(below("_mta-sts"));
        view.claims().forEach(claim -> claim.keys().forEach(key -> names.add(key.name())));
        return changes.stream()
                .map(Change::key)
                .filter(
                        key ->
                                !names.contains(key.name())
                                        || !key.name().subdomain(view.name())
                                        || !key.name().subdomain(view.zone())
                                        || NEVER_WRITTEN.contains(key.type()))
                .map(RecordKey::toString)
                .toList();
    }

    private Name below(String label) {
        try {
            return Name.fromString(label, view.name()).canonicalize();
        } catch (org.xbill.DNS.TextParseException _) {
            // the domain's name is so long that nothing fits below it
            return view.name();
        }
    }

    /// How the changes are called, as `NAME TYPE`, once each.
    public List<String> changed() {
        return changes.stream().map(change -> change.key().toString()).distinct().toList();
    }

    /// What of the sets that the changes leave such a provider does not take, by `NAME TYPE`, in
    /// words that complete "it takes no …".
    public Map<String, List<String>> refused(Capabilities capabilities) {
        var refused = new LinkedHashMap<String, List<String>>();
        after().forEach(
                        (key, set) -> {
                            List<String> what =
                                    set.map(capabilities.limits()::against).orElseGet(List::of);
                            if (!what.isEmpty()) {
                                refused.put(key.toString(), what);
                            }
                        });
        return refused;
    }

    /// The sets that the changes leave and that such a provider cannot hold, as `NAME TYPE`.
    public List<String> missing(Capabilities capabilities) {
        return changes.stream()
                .filter(change -> change.after().isPresent())
                .map(Change::key)
                .filter(key -> !capabilities.takes(key))
                .map(RecordKey::toString)
                .distinct()
                .toList();
    }
}
