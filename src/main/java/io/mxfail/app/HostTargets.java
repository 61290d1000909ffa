package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.Probing;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a host is reached.
///
/// @param targets every address it has, or the one place where the profile sends us instead
/// @param failed an address could not be asked for
record HostTargets(List<InetSocketAddress> targets, boolean failed) {
    HostTargets {
        targets = List.copyOf(targets);
    }

    /// A mail host, with the profile's `connect-to` in mind.
    static HostTargets of(Probing.Smtp smtp, DnsAnswers answers, Name host, int port) {
        ServerAddress elsewhere = smtp.connectTo().get(host.toString(true));
        return elsewhere != null
                ? new HostTargets(
                        List.of(new InetSocketAddress(literal(elsewhere.host()), elsewhere.port())),
                        false)
                : resolved(answers, host, port);
    }

    /// A host that is no mail exchanger: a name, or an address literal.
    static List<InetSocketAddress> direct(DnsAnswers answers, String host, int port) {
        boolean literal =
                Address.toByteArray(host, Address.IPv4) != null
                        || Address.toByteArray(host, Address.IPv6) != null;
        return literal
                ? List.of(new InetSocketAddress(literal(host), port))
                : named(host)
                        .map(name -> resolved(answers, name, port).targets())
                        .orElse(List.of());
    }

    /// Nothing where it is no name that DNS could hold.
    private static Optional<Name> named(String host) {
        try {
            return Optional.of(Name.fromString(host, Name.root));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private static HostTargets resolved(DnsAnswers answers, Name host, int port) {
        var targets = new ArrayList<InetSocketAddress>();
        boolean failed = false;
        for (int type : List.of(Type.A, Type.AAAA)) {
            switch (answers.ask(new RecordKey(host, type))) {
                case DnsAnswer.Found found ->
                        found.set().records().stream()
                                .map(HostTargets::address)
                                .flatMap(Optional::stream)
                                .map(address -> new InetSocketAddress(address, port))
                                .forEach(targets::add);
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {}
                case DnsAnswer.Failed _ -> failed = true;
            }
        }
        return new HostTargets(targets, failed);
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address literal: " + address, e);
        }
    }
}
