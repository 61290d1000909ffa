package io.mxfail.app;

import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the name servers serve, in place of what no provider could be made to show. Good enough to
/// look, never to write.
final class InsteadServed {
    private static final int AT_ONCE = 16;

    private InsteadServed() {}

    /// A read with what was missing filled in as far as name servers answer; the failed reads stay
    /// noted.
    static LiveZones of(
            LiveZones read, Lookup lookup, Profile profile, Collection<MailDomain> wanted)
            throws CommandFailure, InterruptedException {
        if (read.unread().isEmpty()) {
            return read;
        }
        List<MailDomain> missing =
                wanted.stream()
                        .filter(domain -> !read.domains().containsKey(domain.name()))
                        .toList();
        List<Optional<Served>> found =
                Parallel.map(missing, AT_ONCE, domain -> Served.of(lookup, profile, domain));
        Map<Name, DomainView> views = new LinkedHashMap<>();
        Map<Name, Map<String, Observed>> all = new TreeMap<>(read.reads());
        for (MailDomain domain : wanted) {
            Optional.ofNullable(read.domains().get(domain.name()))
                    .ifPresent(view -> views.put(view.name(), view));
            int at = missing.indexOf(domain);
            Optional<Served> served = at < 0 ? Optional.empty() : found.get(at);
            // a zone that the provider did show for other domains stands as it was read
            served.filter(one -> !read.reads().containsKey(one.view().zone()))
                    .ifPresent(
                            one -> {
                                views.put(one.view().name(), one.view());
                                all.merge(
                                        one.view().zone(),
                                        Map.of(Served.BY, one.observed()),
                                        InsteadServed::both);
                            });
        }
        return new LiveZones(views, all, read.unread());
    }

    /// Several domains of one zone, each read by itself.
    private static Map<String, Observed> both(
            Map<String, Observed> one, Map<String, Observed> other) {
        var both = new LinkedHashMap<>(one);
        other.forEach((by, read) -> both.merge(by, read, Observed::with));
        return both;
    }

    /// A domain as a name server answers.
    private record Served(DomainView view, Observed observed) {
        /// Stands where else a provider's identity does.
        static final String BY = "the name servers";

        static Optional<Served> of(Lookup lookup, Profile profile, MailDomain domain)
                throws InterruptedException {
            try {
                ServedDomain served = ServedDomain.find(lookup, profile, domain);
                return LiveReads.of(lookup, served.view(), served.servers()).stream()
                        .flatMap(read -> read.observed().stream())
                        .findFirst()
                        .map(observed -> new Served(served.view(), observed));
            } catch (CommandFailure _) {
                // that nobody finds it is told by the finding about its provider
                return Optional.empty();
            }
        }
    }
}
