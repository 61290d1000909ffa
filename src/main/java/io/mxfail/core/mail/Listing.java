package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.util.List;

/// What a DNS blocklist says of an address (RFC 5782). A refusal to answer looks like a listing,
/// and is none.
///
/// @param state listed, not listed, or not known
/// @param detail the codes of a listing, or why nothing is known
public record Listing(State state, String detail) {
    /// A question with three answers.
    public enum State {
        LISTED,
        NOT_LISTED,
        UNKNOWN
    }

    static Listing of(InetAddress address, String zone, DnsAnswers answers) {
        Name name;
        try {
            name = Name.fromString(SpfQueries.reverseLabels(address) + "." + zone, Name.root);
        } catch (TextParseException e) {
            return new Listing(State.UNKNOWN, "`" + zone + "` is no zone");
        }
        return switch (answers.ask(new RecordKey(name, Type.A))) {
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> new Listing(State.NOT_LISTED, "");
            case DnsAnswer.Failed failed -> new Listing(State.UNKNOWN, failed.detail());
            case DnsAnswer.Found found ->
                    read(
                            found.set().records().stream()
                                    .filter(ARecord.class::isInstance)
                                    .map(record -> ((ARecord) record).getAddress())
                                    .toList());
        };
    }

    /// Listings are codes in 127.0.0.0/8 (section 2.1). Of those, 127.255.255.x says that the list
    /// does not serve this resolver; anything else comes from somebody who rewrites answers.
    private static Listing read(List<InetAddress> codes) {
        String text = String.join(", ", codes.stream().map(InetAddress::getHostAddress).toList());
        for (InetAddress code : codes) {
            byte[] bytes = code.getAddress();
            if (bytes[0] != 127) {
                return new Listing(State.UNKNOWN, "answers " + text + ", which is no code");
            }
            if (bytes[1] == (byte) 255) {
                return new Listing(State.UNKNOWN, "refuses this resolver (" + text + ")");
            }
        }
        return codes.isEmpty()
                ? new Listing(State.NOT_LISTED, "")
                : new Listing(State.LISTED, text);
    }
}
