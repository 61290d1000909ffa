package io.mxfail.adapter.zonefile;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// Finds and reads the files of zones, and refuses those that may not be changed by hand.
///
/// @param reloads whether a program makes the server load what was written
record ZoneFolder(ZonePath path, boolean reloads, Disk disk) {
    private static final long LONGEST = 64L * 1024 * 1024;
    private static final Name NOWHERE = Name.fromConstantString("origin-not-known.invalid.");

    /// A zone's file as it is now.
    ///
    /// @param file the file itself, behind all links
    /// @param hash of its content and of all that it includes, SHA-256
    record Loaded(Path file, String hash, MasterFile master) {}

    /// The zone that holds a name.
    Name zoneOf(Name name) throws ProviderException {
        if (!path.isPerZone()) {
            return ofOneFile(name);
        }
        for (Name at = name.canonicalize(); at.labels() > 1; at = new Name(at, 1)) {
            if (path.of(at).filter(Files::exists).isPresent()) {
                requireOurs(load(at), name);
                return at;
            }
        }
        throw new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "there is no zone file for %s at %s".formatted(name, path.template()));
    }

    /// The file tells its zone by `$ORIGIN` or an absolute name before the SOA; else its own name
    /// may.
    private Name ofOneFile(Name name) throws ProviderException {
        Path file = realPath(NOWHERE);
        Name told = soaOwner(NOWHERE, file, read(file));
        if (!told.subdomain(NOWHERE)) {
            if (name.canonicalize().subdomain(told)) {
                requireOurs(load(told), name);
                return told;
            }
            throw noZone(file, name, "it is the file of " + told);
        }
        String called = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (Name at = name.canonicalize(); at.labels() > 1; at = new Name(at, 1)) {
            String zone = at.toString(true);
            if (called.equals(zone)
                    || called.startsWith(zone + ".")
                    || called.endsWith("." + zone)
                    || called.endsWith("." + zone + ".zone")) {
                requireOurs(load(at), name);
                return at;
            }
        }
        throw noZone(
                file,
                name,
                "it does not tell which zone it is for; put `${zone}` into `path`, begin the file"
                        + " with $ORIGIN, or give `zone:` for the domain in the profile");
    }

    private Name soaOwner(Name origin, Path file, String content) throws ProviderException {
        var includes = new Included(file);
        try {
            for (Line line : MasterReader.read(file.toString(), content, origin, includes)) {
                if (line instanceof Line.Own own
                        && own.found().type().filter(t -> t == Type.SOA).isPresent()) {
                    return own.found().owner();
                }
            }
        } catch (MasterException e) {
            throw unreadable(e);
        }
        throw new ProviderException(FailureKind.NO_SUCH_ZONE, file + " holds no SOA");
    }

    private static ProviderException noZone(Path file, Name name, String why) {
        return new ProviderException(
                FailureKind.NO_SUCH_ZONE,
                "%s is not known to hold %s: %s".formatted(file, name, why));
    }

    /// Reads the file of a zone.
    Loaded load(Name zone) throws ProviderException {
        Path file = realPath(zone);
        String content = read(file);
        refuseDynamic(zone, file);
        Loaded loaded;
        try {
            loaded = loaded(zone, file, content);
        } catch (MasterException e) {
            throw unreadable(e);
        }
        MasterFile master = loaded.master();
        if (master.soa().isEmpty()) {
            throw noZone(file, zone, "it has no SOA of that name");
        }
        if (master.isSigned()) {
            throw new ProviderException(
                    FailureKind.UNSUPPORTED,
                    file
                            + " holds signatures, which a change would break; let mxfail write the"
                            + " unsigned file, or use `type: rfc2136`");
        }
        return loaded;
    }

    /// Reads what is to take the place of a file.
    Loaded reread(Loaded before, String content) throws MasterException {
        return loaded(before.master().zone(), before.file(), content);
    }

    private Loaded loaded(Name zone, Path file, String content) throws MasterException {
        var includes = new Included(file);
        MasterFile master = MasterFile.read(zone, file.toString(), content, includes);
        return new Loaded(file, includes.hash(content), master);
    }

    /// Refuses a name of another zone, which nobody would look for here.
    static void requireOurs(Loaded loaded, Name name) throws ProviderException {
        Name zone = loaded.master().zone();
        if (!name.subdomain(zone)) {
            throw new ProviderException(
                    FailureKind.INVALID, "cannot read " + name + ": it is not in " + zone);
        }
        Name cut = loaded.master().cutAbove(name).orElse(zone);
        if (!cut.equals(zone)) {
            throw new ProviderException(
                    FailureKind.NO_SUCH_ZONE,
                    "%s is delegated at %s: what is written to %s there would not be served"
                            .formatted(name, cut, loaded.file()));
        }
    }

    static void requireOurs(Loaded loaded, Set<RecordKey> keys) throws ProviderException {
        for (RecordKey key : keys) {
            requireOurs(loaded, key.name());
        }
    }

    /// The file of a zone, behind all links.
    Path realPath(Name zone) throws ProviderException {
        Path named =
                path.of(zone)
                        .orElseThrow(
                                () ->
                                        new ProviderException(
                                                FailureKind.NO_SUCH_ZONE,
                                                "no file can be named after the zone " + zone));
        try {
            return named.toRealPath();
        } catch (IOException e) {
            throw failure("find", named, e);
        }
    }

    private String read(Path file) throws ProviderException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ProviderException(FailureKind.NO_SUCH_ZONE, file + " is not a file");
            }
            if (Files.size(file) > LONGEST) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED, file + " is longer than " + LONGEST + " bytes");
            }
            String content = new String(disk.read(file), StandardCharsets.ISO_8859_1);
            if (content.indexOf('\0') >= 0) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        file + " is not text; mxfail changes zone files in text form alone");
            }
            return content;
        } catch (IOException e) {
            throw failure("read", file, e);
        }
    }

    /// A server that takes dynamic updates writes the file itself, and keeps the newest in a
    /// journal: what is written here would be lost, or stop the zone from loading.
    private void refuseDynamic(Name zone, Path file) throws ProviderException {
        var beside = new LinkedHashSet<Path>();
        beside.add(file);
        path.of(zone).ifPresent(beside::add);
        for (Path at : beside) {
            if (Files.exists(Path.of(at + ".jnl"))) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        at
                                + ".jnl exists: the server changes this zone itself, and the file"
                                + " may be behind; use `type: rfc2136`");
            }
            if (!reloads && Files.exists(Path.of(at + ".signed"))) {
                throw new ProviderException(
                        FailureKind.UNSUPPORTED,
                        at
                                + ".signed exists: the server signs this zone when it loads it;"
                                + " give `reload: [rndc, reload, \"${zone}\"]`");
            }
        }
    }

    /// The files that a master file includes, as they are read. Servers look for them from
    /// their own folder, which is the zone file's or one above it.
    private final class Included implements Includes {
        private final Path file;
        private final MessageDigest digest = sha256();

        Included(Path file) {
            this.file = file;
        }

        @Override
        public Text read(String name, String place) throws MasterException {
            Path found = found(name);
            try {
                String content = ZoneFolder.this.read(found);
                feed(content);
                return new Text(found.toString(), content);
            } catch (ProviderException e) {
                throw new MasterException(place, "cannot read what it includes: " + e.getMessage());
            }
        }

        private Path found(String name) {
            for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
                Path found = folder.resolve(name);
                if (Files.isRegularFile(found)) {
                    return found;
                }
            }
            return file.resolveSibling(name);
        }

        /// Of everything that was read, each with its length, so that no line can move from
        /// one file to the next unseen.
        String hash(String content) {
            feed(content);
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        }

        private void feed(String content) {
            digest.update((content.length() + "\n").getBytes(StandardCharsets.US_ASCII));
            digest.update(content.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static ProviderException unreadable(MasterException e) {
        return new ProviderException(
                FailureKind.INVALID, "cannot make out the zone file: " + e.getMessage());
    }

    static ProviderException failure(String action, Path file, IOException e) {
        FailureKind kind =
                switch (e) {
                    case NoSuchFileException _ -> FailureKind.NO_SUCH_ZONE;
                    case AccessDeniedException _ -> FailureKind.FORBIDDEN;
                    default -> FailureKind.UNAVAILABLE;
                };
        return new ProviderException(
                kind, "cannot %s %s (%s)".formatted(action, file, e.getClass().getSimpleName()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
