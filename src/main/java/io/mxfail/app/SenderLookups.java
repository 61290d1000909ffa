package io.mxfail.app;

import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.ReverseName;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Profile;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What rules will ask DNS about the addresses that sites send from and those of their mail hosts:
/// their names, and whether blocklists have them. Lists are slow, and many.
final class SenderLookups {
    private SenderLookups() {}

    /// Each look-up on its own; its answer is remembered where it came from.
    static Stream<Supplier<?>> of(Profile profile, MailDns dns, DomainView domain) {
        List<String> lists = profile.probing().checks().witnesses().blocklists();
        Stream<Supplier<?>> senders =
                domain.sites().values().stream()
                        .flatMap(site -> site.senders().stream())
                        .distinct()
                        .flatMap(
                                address ->
                                        Stream.concat(
                                                Stream.<Supplier<?>>of(
                                                        () -> greeting(dns, address)),
                                                listings(dns, lists, address)));
        Stream<Supplier<?>> hosts =
                lists.isEmpty()
                        ? Stream.empty()
                        : domain.sites().values().stream()
                                .flatMap(site -> site.mx().stream())
                                .map(mx -> mx.getTarget())
                                .distinct()
                                .map(
                                        host ->
                                                () ->
                                                        dns.addresses(host).stream()
                                                                .flatMap(
                                                                        a ->
                                                                                listings(
                                                                                        dns, lists,
                                                                                        a))
                                                                .map(Supplier::get)
                                                                .toList());
        return Stream.concat(senders, hosts);
    }

    /// The names of an address, and what their SPF records say to it.
    private static List<?> greeting(MailDns dns, String address) {
        return dns.reverse(address).stream()
                .filter(found -> found.state() == ReverseName.State.CONFIRMED)
                .flatMap(found -> found.names().stream())
                .flatMap(name -> dns.spf(address, name).stream())
                .toList();
    }

    private static Stream<Supplier<?>> listings(MailDns dns, List<String> lists, String address) {
        return lists.stream().map(list -> () -> dns.listing(address, list));
    }
}
