package io.mxfail.core.dns;

import org.xbill.DNS.Type;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Record data that no zone holds, to ask for its removal: a service that may be written takes the
/// request and finds nothing to do, and one that may not refuses it.
///
/// Hosts are below `invalid.` (RFC 6761, section 6.4), addresses unspecified.
public final class Impossible {
    private static final String HOST = "mxfail-proof.invalid.";
    private static final Map<Integer, String> DATA =
            Map.ofEntries(
                    Map.entry(Type.A, "0.0.0.0"),
                    Map.entry(Type.AAAA, "::"),
                    Map.entry(Type.CAA, "0 issue \"mxfail-proof.invalid\""),
                    Map.entry(Type.CNAME, HOST),
                    Map.entry(Type.MX, "65535 " + HOST),
                    Map.entry(Type.NS, HOST),
                    Map.entry(Type.PTR, HOST),
                    Map.entry(Type.SRV, "0 0 0 " + HOST),
                    Map.entry(Type.TLSA, "255 255 255 00"),
                    Map.entry(Type.TXT, "\"mxfail-proof\""));

    private Impossible() {}

    /// A set of one such record; empty for types that nobody has thought of.
    public static Optional<RecordSet> at(RecordKey key, long ttl) {
        return Optional.ofNullable(DATA.get(key.type()))
                .map(data -> RecordSet.parse(key, ttl, List.of(data)));
    }
}
