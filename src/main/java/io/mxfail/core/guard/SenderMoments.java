package io.mxfail.core.guard;

import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.plan.Moments;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What SPF says of each address that a site sends from, at each moment of a plan.
public final class SenderMoments {
    private SenderMoments() {}

    /// One address of one site, for one domain.
    ///
    /// @param lasts how long the worst mixture may be met; zero: there is none
    public record Sender(Name domain, String site, Moments.SenderSpf spf, Duration lasts) {}

    /// Every address under `senders` of every site, in the order of the profile.
    public static List<Sender> of(Situation situation) {
        Moments moments = situation.moments();
        var senders = new ArrayList<Sender>();
        for (Situation.DomainCase domain : situation.domains()) {
            domain.transition()
                    .view()
                    .sites()
                    .forEach(
                            (site, records) ->
                                    records.senders().stream()
                                            .flatMap(s -> moments.spf(s, domain.name()).stream())
                                            .map(
                                                    spf ->
                                                            new Sender(
                                                                    domain.name(),
                                                                    site,
                                                                    spf,
                                                                    spf.worst()
                                                                            .map(
                                                                                    w ->
                                                                                            moments
                                                                                                    .lasts(
                                                                                                            w
                                                                                                                    .old()))
                                                                            .orElse(Duration.ZERO)))
                                            .forEach(senders::add));
        }
        return senders;
    }

    /// One line for each domain of whose addresses not every mixture was looked at: no word of them
    /// is no promise.
    public static List<String> cut(List<Sender> senders) {
        var cut = new TreeMap<Name, List<String>>();
        senders.stream()
                .filter(sender -> !sender.spf().all())
                .forEach(
                        sender ->
                                cut.computeIfAbsent(sender.domain(), _ -> new ArrayList<>())
                                        .add(sender.spf().address()));
        return cut.entrySet().stream()
                .map(
                        domain ->
                                "SPF of "
                                        + domain.getKey().toString(true)
                                        + " depends on so many sets that change that only the first"
                                        + " %d mixtures of old and new records were looked at for "
                                                .formatted(Mixtures.MOST)
                                        + Say.some(domain.getValue())
                                        + ": others may let them in or not")
                .toList();
    }
}
