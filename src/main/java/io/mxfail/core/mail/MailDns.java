package io.mxfail.core.mail;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What DNS says of a domain's mail, at one moment: now, or as a plan leaves it.
///
/// The answers behind it are remembered, so that rules may ask as often as they like and all see
/// the same.
public final class MailDns {
    /// Gives no answer to anything.
    public static final MailDns SILENT =
            new MailDns(
                    key ->
                            new DnsAnswer.Failed(
                                    DnsAnswer.Reason.UNREACHABLE, "nobody was asked for " + key));

    private final DnsAnswers answers;

    public MailDns(DnsAnswers answers) {
        this.answers = answers;
    }

    /// What SPF says of mail of a domain that comes from an address; empty: the text is no IP
    /// address.
    public Optional<SpfVerdict> spf(String address, Name domain) {
        String name = domain.toString(true);
        return address(address)
                .map(client -> SpfCheck.Message.of(client, "postmaster@" + name, name))
                .map(message -> SpfCheck.of(message, name, answers));
    }

    /// The addresses of a host, IPv4 first; none where it has none or nobody tells.
    public List<String> addresses(Name host) {
        var addresses = new ArrayList<String>();
        for (int type : List.of(Type.A, Type.AAAA)) {
            if (answers.ask(new RecordKey(host, type)) instanceof DnsAnswer.Found found) {
                found.set().records().stream()
                        .flatMap(record -> address(record).stream())
                        .map(AddressText::of)
                        .forEach(addresses::add);
            }
        }
        return List.copyOf(addresses);
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    private static Optional<InetAddress> address(String text) {
        byte[] bytes =
                Address.toByteArray(text, text.indexOf(':') < 0 ? Address.IPv4 : Address.IPv6);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("an address of " + bytes.length + " octets", e);
        }
    }
}
