package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Zones kept in master files (RFC 1035, section 5), on a server or in a repository.
///
/// A write changes the lines of its sets and the serial, nothing else. The new file is checked
/// before it takes the old one's place, which happens in one step under a lock; an editor that
/// takes no lock is noticed by the hash of the file and of all that it includes, but for the last
/// moment.
final class Zonefile implements DnsProvider {
    private final ZoneFolder folder;
    private final Tool check;
    private final Tool reload;
    private final Moment moment;

    /// Time and disk.
    ///
    /// @param timeout for the lock, the checker and the reload each
    record Moment(InstantSource clock, Disk disk, Duration timeout) {}

    Zonefile(ZoneFolder folder, Tool check, Tool reload, Moment moment) {
        this.folder = folder;
        this.check = check;
        this.reload = reload;
        this.moment = moment;
    }

    @Override
    public String identity() {
        return "zonefile " + folder.path().template();
    }

    @Override
    public Capabilities capabilities() {
        return ZonefileDescription.CAPABILITIES;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return folder.zoneOf(name.canonicalize());
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return observed(folder.load(zone.canonicalize()), keys);
    }

    private static Observed observed(ZoneFolder.Loaded loaded, Set<RecordKey> keys)
            throws ProviderException {
        ZoneFolder.requireOurs(loaded, keys);
        MasterFile master = loaded.master();
        var sets = new TreeMap<RecordKey, ObservedSet>();
        try {
            for (RecordKey key : keys) {
                master.set(key)
                        .ifPresent(set -> sets.put(key, new ObservedSet(set, loaded.hash())));
            }
        } catch (MasterException e) {
            throw new ProviderException(FailureKind.INVALID, String.valueOf(e.getMessage()));
        }
        SOARecord soa = master.soa().orElseThrow();
        return new Observed(master.zone(), Math.min(soa.getTTL(), soa.getMinimum()), sets, keys);
    }

    @Override
    public Outcome write(ZoneWrite write) {
        try {
            Path file = folder.realPath(write.zone());
            try (OneWriter alone = OneWriter.of(file, moment.timeout()).orElse(null)) {
                if (alone == null) {
                    return rejected(
                            FailureKind.UNAVAILABLE,
                            "another writer holds the lock "
                                    + OneWriter.fileFor(file)
                                    + "; try again");
                }
                return writeAlone(write);
            }
        } catch (ProviderException e) {
            return new Outcome.Rejected(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (IOException e) {
            return rejected(
                    FailureKind.UNAVAILABLE,
                    "cannot lock the zone file of %s (%s)".formatted(write.zone(), e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return rejected(FailureKind.TIMEOUT, "interrupted before anything was written");
        }
    }

    /// Goes as far as a write does until the rename: the same sets with a new serial, beside
    /// the old file, through the checker, and away again.
    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        Proof read;
        ZoneFolder.Loaded loaded;
        Observed now;
        try {
            loaded = folder.load(zone.canonicalize());
            now = observed(loaded, keys);
            read = Proof.read(loaded.file().toString());
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
        List<SetWrite> same =
                now.sets().values().stream()
                        .map(
                                set ->
                                        new SetWrite(
                                                set.set().key(),
                                                Optional.of(set),
                                                Optional.of(set.set())))
                        .toList();
        try (OneWriter alone = OneWriter.of(loaded.file(), moment.timeout()).orElse(null);
                Replacement next =
                        Replacement.beside(
                                loaded.file(),
                                MasterEdit.apply(
                                        loaded.master(), same, nextSerial(loaded.master())))) {
            if (alone == null) {
                return read.and(
                        Proof.Subject.WRITE, Proof.State.OPEN, "another writer holds the lock");
            }
            Optional<String> fault =
                    check.isThere() ? check.check(zone, next.file()) : Optional.empty();
            return fault.isPresent()
                    ? read.and(Proof.Subject.WRITE, Proof.State.REFUSED, fault.get())
                    : read.and(
                            Proof.Subject.WRITE,
                            Proof.State.PROVEN,
                            "a new file beside it could be written"
                                    + (check.isThere() ? ", passed the check" : "")
                                    + " and was taken away"
                                    + (reload.isThere() ? "; the reload was not tried" : ""));
        } catch (MasterException | IOException e) {
            return read.and(
                    Proof.Subject.WRITE, Proof.State.REFUSED, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return read.and(Proof.Subject.WRITE, Proof.State.OPEN, "interrupted");
        }
    }

    private long nextSerial(MasterFile master) {
        return Serial.next(master.soa().orElseThrow().getSerial(), moment.clock().instant());
    }

    private Outcome writeAlone(ZoneWrite write) throws ProviderException {
        ZoneFolder.Loaded loaded = folder.load(write.zone());
        var now = new ReadBack(write, observed(loaded, ReadBack.keys(write)));
        if (!now.isFresh()) {
            return now.stale();
        }
        Edited edited = edited(write, loaded);
        try (Replacement next = Replacement.beside(loaded.file(), edited.content())) {
            Optional<String> fault =
                    check.isThere() ? check.check(write.zone(), next.file()) : Optional.empty();
            if (fault.isPresent()) {
                return rejected(
                        FailureKind.INVALID,
                        "the new file of %s does not pass the check, so the old one stays: %s"
                                .formatted(write.zone(), fault.get()));
            }
            if (!folder.load(write.zone()).hash().equals(loaded.hash())) {
                return rejected(
                        FailureKind.UNAVAILABLE,
                        loaded.file()
                                + ", or what it includes, was changed while the new one was being"
                                + " made; nothing is written, try again");
            }
            return replaced(write, loaded, next, edited.hash());
        } catch (IOException e) {
            return rejected(
                    FailureKind.UNAVAILABLE,
                    "cannot write a new file beside %s with the same owner and mode (%s)"
                            .formatted(loaded.file(), e));
        }
    }

    private Outcome replaced(
            ZoneWrite write, ZoneFolder.Loaded loaded, Replacement next, String hash) {
        try {
            moment.disk().replace(next.file(), loaded.file());
        } catch (IOException e) {
            String cause = "replacing " + loaded.file() + " failed (" + e + ")";
            try {
                String found = folder.load(write.zone()).hash();
                if (found.equals(loaded.hash())) {
                    return rejected(FailureKind.UNAVAILABLE, cause + "; the old file is in place");
                }
                if (!found.equals(hash)) {
                    return new Outcome.Unknown(cause + "; another file is in its place");
                }
            } catch (ProviderException again) {
                return new Outcome.Unknown(cause + "; " + again.getMessage());
            }
        }
        Optional<String> fault =
                reload.isThere() ? reload.run(write.zone(), loaded.file()) : Optional.empty();
        if (fault.isPresent()) {
            return new Outcome.Partial(
                    write.sets().stream().map(SetWrite::key).toList(),
                    List.of(),
                    "%s is written, but the server was not made to load it: %s; mend that, then `mxfail resume`, or load it by hand and `mxfail verify`"
                            .formatted(loaded.file(), fault.get()));
        }
        return new Outcome.Applied("");
    }

    /// The new content.
    ///
    /// @param hash of it and of what it includes
    private record Edited(String content, String hash) {}

    private Edited edited(ZoneWrite write, ZoneFolder.Loaded loaded) throws ProviderException {
        if (write.sets().stream().anyMatch(set -> set.key().type() == Type.SOA)) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED, "the SOA is not written but for its serial");
        }
        requireOneName(loaded.file());
        long serial = nextSerial(loaded.master());
        try {
            String content = MasterEdit.apply(loaded.master(), write.sets(), serial);
            ZoneFolder.Loaded after = folder.reread(loaded, content);
            MasterCheck.sameButFor(loaded.master(), after.master(), write, serial);
            return new Edited(content, after.hash());
        } catch (MasterException e) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "cannot write %s: %s".formatted(write.zone(), e.getMessage()));
        }
    }

    /// Runs the reload: a process that died between the rename and the reload left a file that no
    /// server has loaded.
    @Override
    public void publish(Name zone) throws ProviderException {
        if (!reload.isThere()) {
            return;
        }
        Path file = folder.load(zone.canonicalize()).file();
        Optional<String> fault = reload.run(zone, file);
        if (fault.isPresent()) {
            throw new ProviderException(
                    FailureKind.UNAVAILABLE,
                    "%s is written, but the server was not made to load it: %s"
                            .formatted(file, fault.get()));
        }
    }

    /// Without a reload command nobody has heard of the new file.
    @Override
    public Optional<String> handover(Name zone) {
        return reload.isThere()
                ? Optional.empty()
                : folder.path()
                        .of(zone.canonicalize())
                        .map(file -> file + " must be published (commit and push it, or load it)");
    }

    /// A second hard link would keep the old content.
    private static void requireOneName(Path file) throws ProviderException {
        try {
            if (Files.getAttribute(file, "unix:nlink") instanceof Integer links && links > 1) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        file + " has other hard links, which would keep the old content");
            }
        } catch (IOException e) {
            throw ZoneFolder.failure("look at", file, e);
        }
    }

    /// A file has nothing on its way.
    @Override
    public boolean inSync(String receipt) {
        return true;
    }

    @Override
    public void close() {
        // nothing is held between calls
    }

    private static Outcome.Rejected rejected(FailureKind kind, String reason) {
        return new Outcome.Rejected(kind, reason, Optional.empty());
    }
}
