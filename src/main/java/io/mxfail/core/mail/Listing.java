package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What a DNS blocklist says of an address (RFC 5782). A refusal to answer looks like a listing,
/// and is none; a list that does not exist any more looks like one that lists nobody, and a name
/// that was sold like one that lists everybody. So a list is believed only while its test entries
/// are as they must be (section 5): ...2 listed and ...1 not.
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

    /// The entries by which a list shows that it works, reversed as they are asked for. Those of
    /// IPv6 are written out, since Java takes a mapped address for the IPv4 address in it.
    private enum Test {
        IPV4("127.0.0.", "0.0.127"),
        IPV6("::ffff:127.0.0.", "0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20));

        private final String address;
        private final String reversed;

        Test(String address, String reversed) {
            this.address = address;
            this.reversed = reversed;
        }

        /// Why the list cannot be believed about addresses of this family; empty: it can.
        Optional<String> failed(String zone, DnsAnswers answers) {
            Listing must = asked("2." + reversed, zone, answers);
            Listing never = asked("1." + reversed, zone, answers);
            return switch (must.state()) {
                case UNKNOWN -> Optional.of("its test entry " + address + "2: " + must.detail());
                case NOT_LISTED -> Optional.of(missing());
                case LISTED ->
                        never.state() == State.LISTED
                                ? Optional.of(
                                        "it lists "
                                                + address
                                                + "1, as no list may, and so perhaps"
                                                + " whatever it is asked about")
                                : Optional.empty();
            };
        }

        private String missing() {
            return "it does not list its test entry "
                    + address
                    + "2, so "
                    + (this == IPV4
                            ? "perhaps it does not exist any more"
                            : "perhaps it knows no IPv6 addresses");
        }
    }

    static Listing of(InetAddress address, String zone, DnsAnswers answers) {
        Listing said = asked(SpfQueries.reverseLabels(address), zone, answers);
        if (said.state() == State.UNKNOWN) {
            return said;
        }
        Test test = address instanceof Inet4Address ? Test.IPV4 : Test.IPV6;
        return test.failed(zone, answers).map(why -> new Listing(State.UNKNOWN, why)).orElse(said);
    }

    private static Listing asked(String reversed, String zone, DnsAnswers answers) {
        Name name;
        try {
            name = Name.fromString(reversed + "." + zone, Name.root);
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
                return new Listing(State.UNKNOWN, "it answers " + text + ", which is no code");
            }
            if (bytes[1] == (byte) 255) {
                return new Listing(State.UNKNOWN, "it refuses this resolver (" + text + ")");
            }
        }
        return codes.isEmpty()
                ? new Listing(State.NOT_LISTED, "")
                : new Listing(State.LISTED, text);
    }
}
