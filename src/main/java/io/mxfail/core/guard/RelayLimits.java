package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Most;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.core.profile.Variables;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// How much the email service behind a site's relay takes, as far as that is known.
final class RelayLimits {
    private RelayLimits() {}

    /// Sentences for people, to end a remedy: each limit that the site's pace is above or, where
    /// the profile names no pace, each that there is.
    static String of(Situation situation, Site site, Site.Submission relay) {
        var said = new LinkedHashSet<String>();
        OptionalInt pace = relay.sending().maxHourly();
        for (DomainCase domain : situation.domains()) {
            for (Name host : hosts(domain, site, relay)) {
                service(situation, host).ifPresent(esp -> said.addAll(limits(esp, host, pace)));
            }
        }
        return said.isEmpty() ? "" : "; " + String.join("; ", said);
    }

    private static Optional<EspKnowledge> service(Situation situation, Name host) {
        return situation.services().esps().stream().filter(esp -> esp.relays(host)).findFirst();
    }

    private static List<String> limits(EspKnowledge esp, Name host, OptionalInt pace) {
        var said = new ArrayList<String>();
        for (EspKnowledge.Note note : esp.limits(host)) {
            Most most = note.most().orElseThrow();
            if (pace.isEmpty() || most.isLessThan(pace.getAsInt())) {
                said.add(
                        "of "
                                + esp.service()
                                + " it is known that "
                                + note.fact().says()
                                + (pace.isEmpty()
                                        ? ""
                                        : ", "
                                                + most.hourly()
                                                + " an hour in the long run, which"
                                                + " `submission.max-hourly` is above")
                                + " ("
                                + note.fact().source()
                                + ")");
            }
        }
        return said;
    }

    /// The relay's name, and where it leads once the site is active.
    private static Set<Name> hosts(DomainCase domain, Site site, Site.Submission relay) {
        DomainView view = domain.transition().view();
        var hosts = new LinkedHashSet<Name>();
        try {
            Name host =
                    Name.fromString(
                            Variables.expand(relay.host(), view.domain().variablesIn(view.zone())),
                            Name.root);
            hosts.add(host);
            Optional.ofNullable(view.sites().get(site.name()))
                    .map(SiteRecords::all)
                    .orElse(List.of())
                    .forEach(
                            record -> {
                                if (record instanceof CNAMERecord alias
                                        && alias.getName().equals(host)) {
                                    hosts.add(alias.getTarget());
                                }
                            });
        } catch (TextParseException _) {
            // `lint` names what cannot be read
        }
        return hosts;
    }
}
