package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;

/// What DNS says of the addresses of a host that an MX record names (RFC 5321, section 5.1).
///
/// @param name the host
/// @param resolution whether it has an address
/// @param aliased whether the name is an alias (CNAME)
/// @param addresses IPv4 first, as text
/// @param detail why there was no answer, one line; empty where there was one
public record MailHost(
        Name name, Resolution resolution, boolean aliased, List<String> addresses, String detail) {
    /// Whether a host has an address.
    public enum Resolution {
        FOUND,
        /// The name exists and has neither A nor AAAA.
        NO_ADDRESS,
        /// The name does not exist.
        NO_SUCH_NAME,
        /// DNS gave no answer: nothing is known.
        FAILED
    }

    public MailHost {
        name = name.canonicalize();
        addresses = List.copyOf(addresses);
    }

    /// Looks up both families of addresses. One answer is enough: a sender that finds an A
    /// record does not wait for a broken AAAA lookup.
    public static MailHost of(Name name, DnsAnswers answers) {
        var addresses = new ArrayList<String>();
        boolean aliased = false;
        boolean exists = false;
        String failure = "";
        for (int type : List.of(Type.A, Type.AAAA)) {
            switch (answers.ask(new RecordKey(name, type))) {
                case DnsAnswer.Found found -> {
                    exists = true;
                    aliased |= found.aliased();
                    addresses.addAll(found.set().data());
                }
                case DnsAnswer.NoData _ -> exists = true;
                case DnsAnswer.NxDomain _ -> {}
                case DnsAnswer.Failed failed -> failure = failed.detail();
            }
        }
        Resolution resolution;
        if (!addresses.isEmpty()) {
            resolution = Resolution.FOUND;
        } else if (!failure.isEmpty()) {
            resolution = Resolution.FAILED;
        } else {
            resolution = exists ? Resolution.NO_ADDRESS : Resolution.NO_SUCH_NAME;
        }
        return new MailHost(
                name, resolution, aliased, addresses, addresses.isEmpty() ? failure : "");
    }
}
