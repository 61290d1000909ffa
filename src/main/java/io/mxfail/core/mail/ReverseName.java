package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// Whether the names of an address lead back to it, as large receivers demand of senders.
///
/// @param state what was found
/// @param names what PTR says, without final dots
/// @param detail why there was no answer; empty where there was one
public record ReverseName(State state, List<String> names, String detail) {
    /// What was found.
    public enum State {
        /// One of its names has that address.
        CONFIRMED,
        /// The address has no name.
        NO_NAME,
        /// None of its names has that address.
        LEADS_ELSEWHERE,
        /// DNS gave no answer.
        UNKNOWN
    }

    /// More names than these nobody looks at (RFC 7208, section 5.5).
    private static final int LOOKED_AT = 10;

    public ReverseName {
        names = List.copyOf(names);
    }

    static ReverseName of(InetAddress address, DnsAnswers answers) {
        Name reverse = Name.fromConstantString(SpfQueries.reverse(address) + ".");
        return switch (answers.ask(new RecordKey(reverse, Type.PTR))) {
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ ->
                    new ReverseName(State.NO_NAME, List.of(), "");
            case DnsAnswer.Failed failed ->
                    new ReverseName(State.UNKNOWN, List.of(), failed.detail());
            case DnsAnswer.Found found ->
                    back(
                            address,
                            found.set().records().stream()
                                    .filter(PTRRecord.class::isInstance)
                                    .map(record -> ((PTRRecord) record).getTarget())
                                    .limit(LOOKED_AT)
                                    .toList(),
                            answers);
        };
    }

    private static ReverseName back(InetAddress address, List<Name> pointers, DnsAnswers answers) {
        List<String> names = pointers.stream().map(name -> name.toString(true)).toList();
        int type = address instanceof Inet4Address ? Type.A : Type.AAAA;
        String failure = "";
        for (Name name : pointers) {
            switch (answers.ask(new RecordKey(name, type))) {
                case DnsAnswer.Found found -> {
                    if (found.set().records().stream().anyMatch(r -> isOf(address, r))) {
                        return new ReverseName(State.CONFIRMED, names, "");
                    }
                }
                case DnsAnswer.Failed failed -> failure = failed.detail();
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {}
            }
        }
        return new ReverseName(
                failure.isEmpty() ? State.LEADS_ELSEWHERE : State.UNKNOWN, names, failure);
    }

    private static boolean isOf(InetAddress address, org.xbill.DNS.Record record) {
        return switch (record) {
            case ARecord a -> a.getAddress().equals(address);
            case AAAARecord aaaa -> aaaa.getAddress().equals(address);
            default -> false;
        };
    }
}
