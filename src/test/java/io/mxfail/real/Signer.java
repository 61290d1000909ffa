package io.mxfail.real;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A key of a zone, and BIND's tools that sign the zone's file with it.
public final class Signer implements AutoCloseable {
    private final Scratch scratch = Scratch.create("signer");
    private final String zone;
    private final String keyFile;

    private Signer(String zone) {
        this.zone = zone;
        this.keyFile =
                Command.run(
                                Binary.require("dnssec-keygen")
                                        .command(
                                                "-q",
                                                "-K",
                                                scratch.folder().toString(),
                                                "-a",
                                                "ECDSAP256SHA256",
                                                "-f",
                                                "KSK",
                                                zone.isEmpty() ? "." : zone))
                        .orFail("make a key for " + zone)
                        .strip();
    }

    /// A new key.
    ///
    /// @param zone without final dot; empty: the root
    public static Signer of(String zone) {
        return new Signer(zone);
    }

    /// The key, as the zone has it.
    public DNSKEYRecord key() {
        try (var lines = Files.lines(file(".key"))) {
            String line = lines.filter(l -> !l.startsWith(";")).findFirst().orElseThrow();
            return (DNSKEYRecord)
                    Record.fromString(
                            Name.fromString(zone + "."),
                            Type.DNSKEY,
                            DClass.IN,
                            300,
                            line.substring(line.indexOf("DNSKEY") + "DNSKEY".length()).strip(),
                            Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The line that stands at the parent.
    public String ds() {
        DNSKEYRecord key = key();
        return zone
                + ". 300 IN DS "
                + new DSRecord(
                                key.getName(),
                                DClass.IN,
                                300,
                                org.xbill.DNS.DNSSEC.Digest.SHA256,
                                key)
                        .rdataToString();
    }

    /// What a resolver believes in without further proof: an option for Unbound.
    public String trustAnchor() {
        return "trust-anchor: \"%s. DNSKEY %s\"".formatted(zone, key().rdataToString());
    }

    /// The zone's file with signatures.
    ///
    /// @param text a zone file
    /// @param options such as `-e` and a time
    public String sign(String text, String... options) {
        Path in = scratch.write("zone", text);
        Path out = scratch.folder().resolve("zone.signed");
        var arguments = new ArrayList<>(List.of("-q", "-P", "-z", "-S"));
        arguments.addAll(List.of("-K", scratch.folder().toString()));
        arguments.addAll(List.of("-d", scratch.folder().toString()));
        arguments.addAll(List.of("-o", zone.isEmpty() ? "." : zone, "-f", out.toString()));
        arguments.addAll(List.of(options));
        arguments.add(in.toString());
        Command.run(Binary.require("dnssec-signzone").command(arguments.toArray(String[]::new)))
                .orFail("sign " + zone);
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The zone's file, signed, with other signatures of its proofs (NSEC, NSEC3), as though they
    /// alone had not been made anew.
    ///
    /// @param end of theirs, as for `-e`
    public String signWithProofsUntil(String text, String end, String... options) {
        return signWithUntil(text, "NSEC3?", end, options);
    }

    /// The same of other sets.
    ///
    /// @param type theirs, as a pattern
    public String signWithUntil(String text, String type, String end, String... options) {
        var whole = new ArrayList<>(List.of("-O", "full"));
        whole.addAll(List.of(options));
        var old = new ArrayList<>(whole);
        old.addAll(List.of("-s", "-1209600", "-e", end));
        String line = ".*\\sRRSIG\\s+" + type + "\\s.*";
        return Stream.concat(
                        sign(text, whole.toArray(String[]::new))
                                .lines()
                                .filter(signed -> !signed.matches(line)),
                        sign(text, old.toArray(String[]::new))
                                .lines()
                                .filter(signed -> signed.matches(line)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Path file(String suffix) {
        return scratch.folder().resolve(keyFile + suffix);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
