package io.mxfail.adapter.yaml;

import io.mxfail.adapter.yaml.Entries.Entry;
import io.mxfail.core.profile.Site;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Preferences of MX hosts that belong to different sites (RFC 5321, section 5.1).
final class MxRules {
    private MxRules() {}

    static void check(
            Entries site, List<Entries> all, NameRules.Report error, NameRules.Report warning) {
        if (site.mx().isEmpty()) {
            return;
        }
        if (site.role().kind() == Site.Kind.QUEUE) {
            ownSet(site, all, error);
        } else {
            foreignQueues(site, all, error);
        }
        equal(site, all, warning);
    }

    /// A queue looks for the next host among those better than itself. With none it takes the
    /// mail back to itself and bounces it.
    private static void ownSet(Entries queue, List<Entries> all, NameRules.Report error) {
        Optional<Entries> target =
                all.stream()
                        .filter(s -> queue.role().forwardsTo().filter(s.name()::equals).isPresent())
                        .findFirst();
        if (queue.role().staticRoute() || target.isEmpty() || target.get().mx().isEmpty()) {
            return;
        }
        if (better(queue, target.get()).isEmpty()) {
            error.say(
                    queue.mx().getFirst().place(),
                    "the queue would be the best MX, find no better host to forward to and bounce"
                            + " all mail (QUEUE-LOOP; RFC 5321, section 5.1)",
                    "say `route: static` if it delivers to `"
                            + target.get().name()
                            + "` by a fixed route, else list that site's hosts with a lower"
                            + " preference number than the queue's");
        }
    }

    /// Hosts of the final site that are strictly better than every host of the queue's own.
    private static Set<Name> better(Entries queue, Entries target) {
        int best = best(queue.mx());
        Set<Name> first =
                queue.mx().stream()
                        .filter(e -> e.value().getPriority() == best)
                        .map(MxRules::host)
                        .collect(Collectors.toSet());
        boolean others = queue.mx().stream().anyMatch(e -> e.value().getPriority() > best);
        return others && hosts(target).containsAll(first) ? first : Set.of();
    }

    private static void foreignQueues(Entries site, List<Entries> all, NameRules.Report error) {
        for (Entries queue : all) {
            if (queue.role().kind() != Site.Kind.QUEUE || queue.role().staticRoute()) {
                continue;
            }
            Set<Name> own = new HashSet<>(hosts(queue));
            own.removeAll(better(queue, site));
            List<Entry<MXRecord>> finals =
                    site.mx().stream().filter(e -> !own.contains(host(e))).toList();
            site.mx().stream()
                    .filter(e -> own.contains(host(e)))
                    .filter(e -> finals.isEmpty() || e.value().getPriority() <= best(finals))
                    .findFirst()
                    .ifPresent(
                            e ->
                                    error.say(
                                            e.place(),
                                            host(e)
                                                    + " only queues mail for this site, and none of"
                                                    + " its hosts is better: mail would bounce"
                                                    + " (QUEUE-LOOP; RFC 5321, section 5.1)",
                                            "give it a higher preference number than the site's own"
                                                    + " hosts, or say `route: static` at `"
                                                    + queue.name()
                                                    + "`"));
        }
    }

    /// A sender takes hosts of equal preference in turns.
    private static void equal(Entries site, List<Entries> all, NameRules.Report warning) {
        for (Entries other : all) {
            if (other.name().equals(site.name())) {
                continue;
            }
            Set<Name> shared = hosts(other);
            Set<Integer> own =
                    site.mx().stream()
                            .filter(e -> !shared.contains(host(e)))
                            .map(e -> e.value().getPriority())
                            .collect(Collectors.toSet());
            for (Entry<MXRecord> entry : site.mx()) {
                if (shared.contains(host(entry)) && own.contains(entry.value().getPriority())) {
                    warning.say(
                            entry.place(),
                            host(entry)
                                    + " is of `"
                                    + other.name()
                                    + "` too and has the preference of this site's own host: half"
                                    + " of the mail goes there (MX-EQUAL)",
                            "give the two hosts different preference numbers");
                }
            }
        }
    }

    private static int best(List<Entry<MXRecord>> mx) {
        return mx.stream().mapToInt(e -> e.value().getPriority()).min().orElse(0);
    }

    private static Set<Name> hosts(Entries site) {
        return site.mx().stream().map(MxRules::host).collect(Collectors.toSet());
    }

    private static Name host(Entry<MXRecord> entry) {
        return entry.value().getTarget().canonicalize();
    }
}
