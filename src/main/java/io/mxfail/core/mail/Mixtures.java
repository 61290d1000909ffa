package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What receivers are told who remember some record sets from before a plan and ask anew for the
/// others: every mixture of old and new that a question can meet.
///
/// Each set is remembered on its own (RFC 1035, section 7.4), so a question is put once for each
/// choice among those of its sets that differ: where it comes to a set that has several contents it
/// is told one of them, and put again for the next. Two sets that it never comes to together make
/// no mixture of their own.
///
/// That a set was missing is remembered, too (RFC 2308, section 5), by those who had a reason
/// to ask for it: where the question comes to it already with what is served before. A set
/// that only new records lead to is new to everybody.
public final class Mixtures {
    /// Of a question that meets more, the first that many are looked at; ten sets make as many.
    public static final int MOST = 1024;

    private static final int LONGEST_ALIAS_CHAIN = 8;

    private final DnsAnswers before;
    private final DnsAnswers after;
    private final Map<RecordKey, List<RecordSet>> older;

    private Mixtures(DnsAnswers before, DnsAnswers after, Map<RecordKey, List<RecordSet>> older) {
        this.before = before;
        this.after = after;
        this.older = older;
    }

    /// @param before what is served now
    /// @param after with a plan's after-state laid over it
    /// @param older sets that caches may hold of a time before what is served now
    public static Mixtures of(MailDns before, MailDns after, List<RecordSet> older) {
        var byKey = new HashMap<RecordKey, List<RecordSet>>();
        older.forEach(set -> byKey.computeIfAbsent(set.key(), _ -> new ArrayList<>()).add(set));
        return new Mixtures(before.answers(), after.answers(), byKey);
    }

    /// A set of which somebody remembers what it held before.
    ///
    /// @param type as in DNS
    /// @param missing where they remember that it was not there: for how long they may
    public record Old(Name name, int type, Optional<Duration> missing) implements Comparable<Old> {
        /// A set that was there.
        public Old(Name name, int type) {
            this(name, type, Optional.empty());
        }

        /// Whether they remember that it was not there.
        public boolean isMissing() {
            return missing.isPresent();
        }

        /// Whether it is the text of a name.
        public boolean isText() {
            return type == Type.TXT;
        }

        @Override
        public int compareTo(Old other) {
            int names = name.compareTo(other.name);
            return names != 0 ? names : Integer.compare(type, other.type);
        }

        /// As `NAME TYPE`.
        @Override
        public String toString() {
            return name + " " + Type.string(type);
        }
    }

    /// What becomes of a question in one mixture.
    ///
    /// @param old the sets that are remembered; empty: all that it came to is new
    public record Told<T>(T outcome, Set<Old> old) {
        public Told {
            old = Collections.unmodifiableSet(new TreeSet<>(old));
        }
    }

    /// What becomes of a question in the mixtures that were looked at.
    ///
    /// @param told the first is that in which all is new
    /// @param all whether they are all that it can meet; false: there are more than [#MOST]
    public record Met<T>(List<Told<T>> told, boolean all) {
        public Met {
            told = List.copyOf(told);
        }
    }

    /// What becomes of a question in every mixture that it can meet; the first is the one in which
    /// all is new. The question must ask for the same sets wherever it is told the same.
    public <T> List<Told<T>> of(Function<MailDns, T> question) {
        return met(question).told();
    }

    /// The same, and whether that is all.
    public <T> Met<T> met(Function<MailDns, T> question) {
        var asked = new HashSet<RecordKey>();
        // what comes of it is one of the mixtures, and told with them
        var _ =
                question.apply(
                        new MailDns(
                                key -> {
                                    asked.add(key);
                                    return before.ask(key);
                                }));
        var told = new ArrayList<Told<T>>();
        var path = new ArrayList<Choice>();
        do {
            var receiver = new Receiver(path, asked);
            told.add(new Told<>(question.apply(new MailDns(receiver)), receiver.old));
        } while (told.size() < MOST && next(path));
        return new Met<>(told, !next(path));
    }

    /// Which of the contents of a set somebody is told.
    private record Choice(int taken, int of) {}

    /// Goes on to the next mixture: the last choice that can be another is.
    private static boolean next(List<Choice> path) {
        while (!path.isEmpty()) {
            Choice last = path.removeLast();
            if (last.taken() + 1 < last.of()) {
                path.add(new Choice(last.taken() + 1, last.of()));
                return true;
            }
        }
        return false;
    }

    /// The contents of a set that receivers may be told, the new one first.
    ///
    /// @param asked whether anybody had a reason to ask before
    private List<DnsAnswer> contents(RecordKey key, boolean asked) {
        DnsAnswer now = after.ask(key);
        var contents = new ArrayList<>(List.of(now));
        if (now instanceof DnsAnswer.Failed) {
            return contents;
        }
        DnsAnswer was = before.ask(key);
        if (was instanceof DnsAnswer.Found found) {
            add(contents, found);
        } else if (asked && now instanceof DnsAnswer.Found && missing(was).isPresent()) {
            contents.add(was);
        }
        older.getOrDefault(key, List.of())
                .forEach(set -> add(contents, new DnsAnswer.Found(set, false)));
        return contents;
    }

    /// For how long an answer that there is nothing may be remembered; empty: it is none, or nobody
    /// may.
    private static Optional<Duration> missing(DnsAnswer answer) {
        long seconds =
                switch (answer) {
                    case DnsAnswer.NoData none -> none.negativeTtl();
                    case DnsAnswer.NxDomain none -> none.negativeTtl();
                    case DnsAnswer.Found _, DnsAnswer.Failed _ -> 0;
                };
        return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }

    /// Two answers by one alias differ by what it leads to, which is a set of its own.
    private static void add(List<DnsAnswer> contents, DnsAnswer.Found old) {
        boolean known =
                contents.stream()
                        .filter(DnsAnswer.Found.class::isInstance)
                        .map(DnsAnswer.Found.class::cast)
                        .anyMatch(
                                other ->
                                        other.set().sameData(old.set()) || isSameAlias(other, old));
        if (!known) {
            contents.add(old);
        }
    }

    /// Whether a name leads to the same, old or new, so that nobody needs to ask what lies between.
    private boolean isSettled(RecordKey key) {
        return before.ask(key) instanceof DnsAnswer.Found was
                && after.ask(key) instanceof DnsAnswer.Found is
                && is.set().sameData(was.set());
    }

    private static boolean isSameAlias(DnsAnswer.Found one, DnsAnswer.Found other) {
        return one.aliased() && other.aliased() && one.set().key().equals(other.set().key());
    }

    /// One who remembers some sets and asks for the others.
    private final class Receiver implements DnsAnswers {
        private final List<Choice> path;
        private final Set<RecordKey> asked;
        private final Map<RecordKey, DnsAnswer> known = new HashMap<>();
        private final Set<Old> old = new TreeSet<>();
        private int made;

        /// @param asked what the question comes to with what is served before
        Receiver(List<Choice> path, Set<RecordKey> asked) {
            this.path = path;
            this.asked = asked;
        }

        @Override
        public DnsAnswer ask(RecordKey key) {
            return ask(key, 0);
        }

        private DnsAnswer ask(RecordKey key, int aliases) {
            DnsAnswer remembered = known.get(key);
            if (remembered != null) {
                return remembered;
            }
            List<DnsAnswer> contents = contents(key, asked.contains(key));
            DnsAnswer told = contents.size() == 1 ? contents.getFirst() : choose(key, contents);
            if (told instanceof DnsAnswer.Found found
                    && found.aliased()
                    && aliases < LONGEST_ALIAS_CHAIN
                    && !isSettled(key)) {
                told = followed(found, aliases);
            }
            known.put(key, told);
            return told;
        }

        private DnsAnswer choose(RecordKey key, List<DnsAnswer> contents) {
            if (made == path.size()) {
                path.add(new Choice(0, contents.size()));
            }
            int taken = path.get(made).taken();
            made++;
            if (taken > 0) {
                old.add(new Old(key.name(), key.type(), missing(contents.get(taken))));
            }
            return contents.get(taken);
        }

        /// What an alias leads to is remembered apart from the alias.
        private DnsAnswer followed(DnsAnswer.Found found, int aliases) {
            RecordKey target = found.set().key();
            boolean moves =
                    before.ask(target) instanceof DnsAnswer.Found was
                            && !(after.ask(target) instanceof DnsAnswer.Found is
                                    && is.set().sameData(was.set()));
            return moves && ask(target, aliases + 1) instanceof DnsAnswer.Found end
                    ? new DnsAnswer.Found(end.set(), true)
                    : found;
        }
    }
}
