package example.flat;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Zones in one file, a record a line: `NAME TTL TYPE DATA`, all names absolute. Each SOA begins a
/// zone.
final class FlatProvider implements DnsProvider {
    /// A rename changes all sets or none. Someone else may write between our read and our rename.
    static final Capabilities CAPABILITIES =
            new Capabilities(
                    Capabilities.Atomicity.ZONE,
                    Capabilities.StaleWrite.DETECTED_BY_REREAD,
                    Duration.ZERO,
                    1000);

    private final Path file;

    FlatProvider(Path file) {
        this.file = file;
    }

    /// Stable and without secrets: it is part of a plan's id.
    @Override
    public String identity() {
        return "flat " + file;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return sets().keySet().stream()
                .filter(key -> key.type() == Type.SOA && name.subdomain(key.name()))
                .map(RecordKey::name)
                .max((a, b) -> Integer.compare(a.labels(), b.labels()))
                .orElseThrow(
                        () ->
                                new ProviderException(
                                        FailureKind.NO_SUCH_ZONE,
                                        "no zone of " + file + " holds " + name));
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return observed(zone, keys, sets());
    }

    /// Compares, writes, and says what it did. A write never throws: whatever happens is a value.
    @Override
    public synchronized Outcome write(ZoneWrite write) {
        try {
            Map<RecordKey, RecordSet> sets = sets();
            var now = new ReadBack(write, observed(write.zone(), ReadBack.keys(write), sets));
            if (!now.isFresh()) {
                return now.stale();
            }
            for (SetWrite set : write.sets()) {
                set.after().ifPresentOrElse(s -> sets.put(s.key(), s), () -> sets.remove(set.key()));
            }
            for (SetWrite set : write.sets()) {
                if (isAliasBesideOthers(sets, set.key().name())) {
                    return new Outcome.Rejected(
                            FailureKind.INVALID,
                            set.key().name() + " would have a CNAME beside other records",
                            Optional.empty());
                }
            }
            replace(sets);
            return new Outcome.Applied("");
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), e.getMessage(), e.retryAfter());
        } catch (IOException e) {
            // with a rename in one step the old file is still there; a service over a network
            // would have to read back here
            return new Outcome.Rejected(
                    FailureKind.UNAVAILABLE, "cannot write " + file + ": " + e, Optional.empty());
        }
    }

    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    @Override
    public void close() {
        // holds nothing
    }

    private Observed observed(Name zone, Set<RecordKey> keys, Map<RecordKey, RecordSet> sets)
            throws ProviderException {
        RecordSet soa = sets.get(new RecordKey(zone, Type.SOA));
        if (soa == null) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE, file + " has no zone " + zone);
        }
        long negative = ((SOARecord) soa.records().getFirst()).getMinimum();
        return Observed.of(
                zone,
                Math.min(negative, soa.ttl()),
                sets.values().stream().filter(set -> keys.contains(set.key())).toList(),
                keys);
    }

    private static boolean isAliasBesideOthers(Map<RecordKey, RecordSet> sets, Name name) {
        return sets.containsKey(new RecordKey(name, Type.CNAME))
                && sets.keySet().stream().filter(key -> key.name().equals(name)).count() > 1;
    }

    private Map<RecordKey, RecordSet> sets() throws ProviderException {
        var records = new TreeMap<RecordKey, List<Record>>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 4);
                Record record =
                        Record.fromString(
                                Name.fromString(words[0]),
                                Type.value(words[2]),
                                DClass.IN,
                                Long.parseLong(words[1]),
                                words[3],
                                Name.root);
                records.computeIfAbsent(RecordKey.of(record), _ -> new ArrayList<>()).add(record);
            }
        } catch (IOException | RuntimeException e) {
            throw new ProviderException(
                    FailureKind.UNAVAILABLE, "cannot read " + file + ": " + e.getMessage());
        }
        var sets = new TreeMap<RecordKey, RecordSet>();
        records.forEach((key, some) -> sets.put(key, RecordSet.of(some)));
        return sets;
    }

    private void replace(Map<RecordKey, RecordSet> sets) throws IOException {
        var lines = new ArrayList<String>();
        for (RecordSet set : sets.values()) {
            for (String data : set.data()) {
                lines.add(
                        set.key().name() + " " + set.ttl() + " " + set.key().typeName() + " " + data);
            }
        }
        Path next = Files.createTempFile(file.getParent(), "flat", ".new");
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
