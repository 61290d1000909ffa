package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says what a state on a plan's way means for the mail of one domain.
///
/// Broken is what neither the former nor the planned state has: a plan's own faults are findings,
/// and what was broken before is no reason not to stop.
final class MailSight {
    private static final int HOSTS = 3;

    private final Plan plan;
    private final DomainPlan domain;
    private final DomainView view;
    private final List<Map<RecordKey, RecordSet>> states;

    /// @param states of the zone at one provider, from the former to the planned one
    MailSight(
            Plan plan, DomainPlan domain, DomainView view, List<Map<RecordKey, RecordSet>> states) {
        this.plan = plan;
        this.domain = domain;
        this.view = view;
        this.states = states;
    }

    /// @param left how many writes of the zone follow
    /// @param elsewhere providers that serve the former data of this step
    Waypoint.Sight of(Map<RecordKey, RecordSet> state, int left, List<String> elsewhere) {
        Set<String> broken = new TreeSet<>(faults(state));
        broken.removeAll(faults(states.getFirst()));
        broken.removeAll(faults(states.getLast()));
        Waypoint.Route route = route(state);
        return new Waypoint.Sight(
                view.name(),
                route,
                broken.isEmpty() && !(route == Waypoint.Route.FORMER && leavesInBreach(left)),
                mail(state),
                stop(state, broken, left) + others(elsewhere));
    }

    private Waypoint.Route route(Map<RecordKey, RecordSet> state) {
        if (sameHosts(state, states.getLast())) {
            return moves() || sameSets(state, states.getLast())
                    ? Waypoint.Route.PLANNED
                    : Waypoint.Route.FORMER;
        }
        return sameHosts(state, states.getFirst()) ? Waypoint.Route.FORMER : Waypoint.Route.BETWEEN;
    }

    private boolean moves() {
        return !sameHosts(states.getFirst(), states.getLast());
    }

    private boolean sameHosts(Map<RecordKey, RecordSet> one, Map<RecordKey, RecordSet> other) {
        return new HashSet<>(mx(one)).equals(new HashSet<>(mx(other)));
    }

    private boolean sameSets(Map<RecordKey, RecordSet> one, Map<RecordKey, RecordSet> other) {
        return domain.changes().stream()
                .map(Change::key)
                .allMatch(
                        key ->
                                Optional.ofNullable(one.get(key))
                                        .equals(Optional.ofNullable(other.get(key))));
    }

    private String stop(Map<RecordKey, RecordSet> state, Set<String> broken, int left) {
        if (!broken.isEmpty()) {
            return "stopping here breaks mail: " + String.join("; ", broken);
        }
        if (left == 0) {
            return "the plan is carried out";
        }
        return switch (route(state)) {
            case FORMER -> {
                if (!moves()) {
                    yield "stopping here is safe: mail goes where it went before";
                }
                String still = "mail still goes to " + named(domain.from()) + relays(state);
                yield switch (plan.mode()) {
                    case PLANNED -> "stopping here is safe: " + still;
                    case EMERGENCY ->
                            "stopping here loses nothing more, but the site that fails keeps the"
                                    + " mail: "
                                    + still;
                    case BREACH -> "stopping here is not enough: " + still;
                };
            }
            case BETWEEN ->
                    "stopping here is safe while all these hosts take mail; the plan is half"
                            + " carried out";
            case PLANNED ->
                    "stopping here is safe: mail goes where the plan sends it; "
                            + (left == 1 ? "one write is" : left + " writes are")
                            + " left";
        };
    }

    /// Names that applications send through and that lead elsewhere already.
    private String relays(Map<RecordKey, RecordSet> state) {
        Set<Name> hosts = new TreeSet<>();
        mx(states.getFirst()).forEach(record -> hosts.add(record.getTarget().canonicalize()));
        mx(states.getLast()).forEach(record -> hosts.add(record.getTarget().canonicalize()));
        Set<Name> moved = new TreeSet<>();
        for (Change change : domain.changes()) {
            RecordKey key = change.key();
            if (Claim.ADDRESS.contains(key.type())
                    && !hosts.contains(key.name())
                    && has(states.getFirst(), key.name())
                    && !Optional.ofNullable(state.get(key))
                            .equals(Optional.ofNullable(states.getFirst().get(key)))) {
                moved.add(key.name());
            }
        }
        return moved.isEmpty()
                ? ""
                : ", while "
                        + String.join(" and ", moved.stream().map(Name::toString).toList())
                        + (moved.size() == 1 ? " leads" : " lead")
                        + " elsewhere already";
    }

    private boolean leavesInBreach(int left) {
        return plan.mode() == Mode.BREACH && moves() && left > 0;
    }

    private String named(String from) {
        return view.sites().containsKey(from) ? from : "where it went";
    }

    private static String others(List<String> elsewhere) {
        return elsewhere.isEmpty()
                ? ""
                : "; the name servers of "
                        + String.join(" and ", elsewhere)
                        + " still answer what was there before";
    }

    private String mail(Map<RecordKey, RecordSet> state) {
        var parts = new ArrayList<String>();
        if (view.sites().values().stream().anyMatch(site -> !site.mx().isEmpty())) {
            parts.add(receives(state));
        }
        if (view.sites().values().stream().anyMatch(site -> !site.spf().isEmpty())) {
            parts.add(passes(state));
        }
        return parts.isEmpty() ? "no MX and no SPF record is concerned" : String.join("; ", parts);
    }

    private String receives(Map<RecordKey, RecordSet> state) {
        List<MXRecord> mx = mx(state);
        if (mx.isEmpty()) {
            return "there is no MX: senders try the domain's own address, or fail";
        }
        List<String> hosts =
                mx.stream()
                        .sorted(
                                java.util.Comparator.comparingInt(MXRecord::getPriority)
                                        .thenComparing(MXRecord::getTarget))
                        .map(record -> record.getTarget().toString())
                        .toList();
        if (hosts.equals(List.of("."))) {
            return "nobody receives (null MX)";
        }
        String listed =
                hosts.size() <= HOSTS
                        ? String.join(", ", hosts)
                        : String.join(", ", hosts.subList(0, HOSTS))
                                + " and "
                                + (hosts.size() - HOSTS)
                                + " more";
        return activeAt(state)
                .map(site -> site + " receives (" + listed + ")")
                .orElse("mail comes to " + listed);
    }

    private Optional<String> activeAt(Map<RecordKey, RecordSet> state) {
        Set<MXRecord> mx = new HashSet<>(mx(state));
        return view.sites().entrySet().stream()
                .filter(site -> !site.getValue().mx().isEmpty())
                .filter(site -> new HashSet<>(site.getValue().mx()).equals(mx))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private String passes(Map<RecordKey, RecordSet> state) {
        List<String> texts = spf(state);
        if (texts.size() != 1) {
            return texts.isEmpty()
                    ? "there is no SPF record"
                    : texts.size() + " SPF records: every check of them is an error";
        }
        List<String> authorised =
                view.sites().keySet().stream().filter(site -> authorised(site, state)).toList();
        return authorised.isEmpty()
                ? "the SPF record names the senders of no site"
                : "senders of " + String.join(" and ", authorised) + " pass SPF";
    }

    /// Whether the SPF record has all terms of a site that has any.
    private boolean authorised(String site, Map<RecordKey, RecordSet> state) {
        var wanted = java.util.Objects.requireNonNull(view.sites().get(site)).spf();
        List<String> texts = spf(state);
        return !wanted.isEmpty()
                && texts.size() == 1
                && SpfText.parse(texts.getFirst())
                        .filter(
                                text ->
                                        wanted.stream()
                                                .allMatch(
                                                        term ->
                                                                text.reached().stream()
                                                                        .anyMatch(term::same)))
                        .isPresent();
    }

    private List<String> faults(Map<RecordKey, RecordSet> state) {
        var faults = new ArrayList<String>();
        List<MXRecord> mx = mx(state);
        if (mx.isEmpty()) {
            faults.add("there is no MX");
        }
        Set<Name> changed = new TreeSet<>();
        domain.changes().stream()
                .map(Change::key)
                .filter(key -> Claim.ADDRESS.contains(key.type()))
                .forEach(key -> changed.add(key.name()));
        Set<Name> hosts = new TreeSet<>();
        mx.forEach(record -> hosts.add(record.getTarget().canonicalize()));
        for (Name name : changed) {
            boolean there = has(state, name);
            if (!there && hosts.contains(name)) {
                faults.add("the mail host " + name + " has no address");
            } else if (!there) {
                faults.add(name + " does not exist, and what sends through it fails");
            }
        }
        List<String> spf = spf(state);
        if (spf.size() > 1) {
            faults.add("two SPF records are an error to every receiver");
        }
        activeAt(state)
                .filter(
                        site ->
                                !java.util.Objects.requireNonNull(view.sites().get(site))
                                        .spf()
                                        .isEmpty())
                .filter(site -> !authorised(site, state))
                .ifPresent(site -> faults.add("what " + site + " sends does not pass SPF"));
        return faults;
    }

    private static boolean has(Map<RecordKey, RecordSet> state, Name name) {
        return Claim.ADDRESS.stream()
                .anyMatch(type -> state.containsKey(new RecordKey(name, type)));
    }

    private List<MXRecord> mx(Map<RecordKey, RecordSet> state) {
        return Optional.ofNullable(state.get(view.mx())).stream()
                .flatMap(set -> set.records().stream())
                .map(MXRecord.class::cast)
                .toList();
    }

    private List<String> spf(Map<RecordKey, RecordSet> state) {
        return Optional.ofNullable(state.get(view.spf()))
                .flatMap(set -> ChangeState.tagged(set, TxtTag.SPF))
                .map(RecordSet::records)
                .orElse(List.of())
                .stream()
                .map(record -> TxtText.of((TXTRecord) record))
                .toList();
    }
}
