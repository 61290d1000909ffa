package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Names that resolvers may have asked for in vain before they were published, by this plan or a
/// short while ago (RFC 2308, section 5), by what becomes of mail for those who remember that.
///
/// The domain's own first SPF record is a hazard of its own, `FIRST-SPF`. That a TLS report address
/// or a text of no known meaning was missing harms no mail.
final class AbsenceHazards {
    /// What a set is for.
    private enum Use {
        MAIL(Hazard.Effect.REJECT, "resolvers that asked before may remember that %s not exist"),
        OTHER(Hazard.Effect.DELAY, "resolvers that asked before may remember that %s not exist"),
        SPF(
                Hazard.Effect.REJECT,
                "receivers whose resolver asked before may remember that the SPF record of %s does"
                        + " not exist: the record that leads there is a permanent error to them"
                        + " where they come to it, and lets nobody in behind it"),
        DKIM(
                Hazard.Effect.DOWNGRADE,
                "receivers whose resolver asked before may remember that the DKIM key %s does not"
                        + " exist: mail that is signed with it passes by SPF alone with them"),
        MTA_STS(
                Hazard.Effect.DOWNGRADE,
                "senders whose resolver asked before may remember that %s does not exist: they"
                        + " follow no new MTA-STS policy"),
        TLSA(
                Hazard.Effect.DOWNGRADE,
                "senders whose resolver asked before may remember that %s does not exist: they"
                        + " deliver without DANE");

        private final Hazard.Effect effect;
        private final String who;

        Use(Hazard.Effect effect, String who) {
            this.effect = effect;
            this.who = who;
        }
    }

    private final Ends ends;
    private final Hazards.Setting setting;
    private final Set<Name> hosts;
    private final Set<Name> led;
    private final Map<Use, Map<RecordKey, Long>> missing = new EnumMap<>(Use.class);

    private AbsenceHazards(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
        hosts = ends.hostsAfter();
        led = led(ends);
    }

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var absence = new AbsenceHazards(ends, setting);
        if (ends.moves()) {
            ends.transition().remembered().stream()
                    .filter(old -> old.set().isEmpty() && absence.isThere(old.place()))
                    .forEach(old -> absence.add(old.place(), old.left().toSeconds()));
        }
        ends.plan().changes().stream()
                .filter(change -> change.action() == Change.Action.CREATE)
                .forEach(absence::created);
        return absence.hazards();
    }

    /// Whether the plan leaves a set, or the string of it.
    private boolean isThere(Change.Place place) {
        return Optional.ofNullable(ends.after().get(place.key()))
                .filter(
                        set ->
                                place.tag()
                                        .map(tag -> ChangeState.tagged(set, tag).isPresent())
                                        .orElse(true))
                .isPresent();
    }

    private void created(Change change) {
        RecordKey key = change.key();
        Map<RecordKey, RecordSet> before = ends.before();
        RecordSet others = before.get(key);
        boolean answered =
                Ends.isAddress(key) && Ends.has(before, key.name())
                        || before.containsKey(new RecordKey(key.name(), Type.CNAME))
                        || key.type() == Type.CNAME
                                && before.containsKey(new RecordKey(key.name(), asked(key)));
        if (others != null && key.type() == Type.TXT) {
            // who asked before holds the other strings, and misses this one as long
            add(change.place(), others.ttl());
        } else if (!answered && setting.negativeTtl() > 0) {
            add(change.place(), setting.negativeTtl());
        }
    }

    /// What those who come to an alias ask for.
    private static int asked(RecordKey key) {
        return isTlsa(key.name()) ? Type.TLSA : Type.TXT;
    }

    private void add(Change.Place place, long seconds) {
        use(place)
                .ifPresent(
                        use ->
                                missing.computeIfAbsent(use, _ -> new TreeMap<>())
                                        .merge(place.key(), seconds, Math::max));
    }

    /// What a set is for; empty: nothing that mail misses, or it is told of elsewhere.
    private Optional<Use> use(Change.Place place) {
        RecordKey key = place.key();
        Name name = key.name();
        boolean alias = key.type() == Type.CNAME;
        if (key.type() == Type.TLSA || alias && isTlsa(name)) {
            // where nobody can validate them they are passed over
            return setting.unsigned() ? Optional.empty() : Optional.of(Use.TLSA);
        }
        if (key.type() == Type.TXT || alias) {
            if (TxtTag.of(name, "").equals(TxtTag.DKIM)) {
                return Optional.of(Use.DKIM);
            }
            if (name.getLabelString(0).equalsIgnoreCase("_mta-sts")) {
                return Optional.of(Use.MTA_STS);
            }
            if (led.contains(name)
                    && !key.equals(ends.transition().view().spf())
                    && place.tag().map(TxtTag.SPF::equals).orElse(true)) {
                return Optional.of(Use.SPF);
            }
        }
        if (key.equals(ends.transition().view().mx())
                || Ends.isAddress(key) && hosts.contains(name)) {
            return Optional.of(Use.MAIL);
        }
        return Ends.isAddress(key) ? Optional.of(Use.OTHER) : Optional.empty();
    }

    private static boolean isTlsa(Name name) {
        return name.labels() > 2
                && name.getLabelString(0).matches("_[0-9]+")
                && name.getLabelString(1).equalsIgnoreCase("_tcp");
    }

    private List<Hazard> hazards() {
        var found = new ArrayList<Hazard>();
        missing.forEach(
                (use, sets) ->
                        found.add(
                                ends.hazard(
                                        "NEGATIVE-CACHED",
                                        use.who.formatted(called(use, sets.keySet())),
                                        use.effect,
                                        Collections.max(sets.values()),
                                        List.copyOf(sets.keySet()))));
        return List.copyOf(found);
    }

    private static String called(Use use, Set<RecordKey> sets) {
        return switch (use) {
            case MAIL, OTHER -> "these sets do";
            case SPF, DKIM, MTA_STS, TLSA ->
                    String.join(
                            ", ",
                            sets.stream()
                                    .map(key -> key.name().toString(true))
                                    .distinct()
                                    .toList());
        };
    }

    /// The names that the SPF record which the plan leaves includes or goes on to, in as many steps
    /// as the zone itself tells.
    private static Set<Name> led(Ends ends) {
        var led = new TreeSet<Name>();
        var ahead = new ArrayDeque<>(ends.transition().spfAfter());
        while (!ahead.isEmpty()) {
            for (SpfTerm term :
                    SpfText.parse(ahead.pop()).map(SpfText::reached).orElse(List.of())) {
                target(term)
                        .filter(led::add)
                        .ifPresent(
                                name ->
                                        Optional.ofNullable(
                                                        ends.after()
                                                                .get(new RecordKey(name, Type.TXT)))
                                                .flatMap(set -> ChangeState.tagged(set, TxtTag.SPF))
                                                .ifPresent(
                                                        set ->
                                                                set.records()
                                                                        .forEach(
                                                                                one ->
                                                                                        ahead.add(
                                                                                                TxtText
                                                                                                        .of(
                                                                                                                (TXTRecord)
                                                                                                                        one)))));
            }
        }
        return led;
    }

    private static Optional<Name> target(SpfTerm term) {
        String text = term.normalised();
        if (!text.matches("[+?~-]?(include:|redirect=)[^%]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(text.split("[:=]", 2)[1], Name.root).canonicalize());
        } catch (org.xbill.DNS.TextParseException _) {
            return Optional.empty();
        }
    }
}
