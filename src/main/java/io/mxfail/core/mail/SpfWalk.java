package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One walk through a domain's SPF record and those it leads to, as for a client that nothing
/// matches: such a one makes a receiver ask everything.
final class SpfWalk {
    /// Where counting ends: what lies beyond is no better known for it.
    private static final int ENOUGH = 50;

    private static final Set<String> COSTS = Set.of("include", "a", "mx", "ptr", "exists");

    private final DnsAnswers answers;
    private final SpfHosts hosts;
    private final Set<Name> open = new HashSet<>();
    private final List<Counted> tree = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int lookups;
    private boolean byIpv6;

    /// A term on the way, before it is known which family of clients has it worse.
    ///
    /// @param total lookups up to it
    /// @param last lookups up to the end of what it includes
    private record Counted(int depth, String text, int total, int last, SpfHosts.Found found) {
        Counted until(int end) {
            return new Counted(depth, text, total, end, found);
        }

        SpfCost.Term term(boolean ipv6) {
            return new SpfCost.Term(depth, text, last - total + 1, total, found.asked(ipv6));
        }
    }

    SpfWalk(DnsAnswers answers) {
        this.answers = answers;
        this.hosts = new SpfHosts(answers);
    }

    SpfCost of(Name domain, String text) {
        open.add(domain.canonicalize());
        SpfText.parse(text)
                .ifPresentOrElse(
                        record -> record(domain, record, 0),
                        () -> broken.add(domain + " cannot be read"));
        boolean ipv6 = byIpv6 && voids(true) > voids(false);
        return new SpfCost(
                lookups,
                tree.stream().map(counted -> counted.term(ipv6)).toList(),
                missing,
                broken,
                unknown);
    }

    private int voids(boolean ipv6) {
        return tree.stream().mapToInt(c -> c.found().asked(ipv6).voids().size()).sum();
    }

    private void record(Name owner, SpfText record, int depth) {
        boolean all =
                record.terms().stream().anyMatch(t -> t.ends() && !modifier(t).equals("redirect"));
        for (SpfTerm term : record.terms()) {
            if (lookups >= ENOUGH) {
                return;
            }
            String mechanism = mechanism(term);
            if (mechanism.equals("all")) {
                break;
            }
            byIpv6 |= mechanism.equals("ip6");
            if (COSTS.contains(mechanism)) {
                lookups++;
                // a receiver has given up where the limit is passed: nobody asks what is there
                SpfHosts.Found found =
                        lookups > SpfCost.LIMIT
                                ? SpfHosts.Found.NOTHING
                                : hosts.of(mechanism, name(term, owner));
                byIpv6 |= found.byIpv6();
                count(term, depth, found);
                if (mechanism.equals("include")) {
                    follow(term, argument(term, ':'), depth);
                }
            }
        }
        // a redirect counts only where no `all` decides before it (RFC 7208, section 6.1)
        record.terms().stream()
                .filter(t -> !all && modifier(t).equals("redirect"))
                .findFirst()
                .ifPresent(
                        term -> {
                            lookups++;
                            count(term, depth, SpfHosts.Found.NOTHING);
                            follow(term, argument(term, '='), depth);
                        });
    }

    private void count(SpfTerm term, int depth, SpfHosts.Found found) {
        tree.add(new Counted(depth, term.text(), lookups, lookups, found));
    }

    private void follow(SpfTerm term, String argument, int depth) {
        if (argument.indexOf('%') >= 0 || lookups >= ENOUGH) {
            // a macro is filled in for each message: what it asks for cannot be known here
            return;
        }
        Name name;
        try {
            name = Name.fromString(argument, Name.root).canonicalize();
        } catch (TextParseException _) {
            broken.add(term.text() + " names no domain");
            return;
        }
        if (!open.add(name)) {
            broken.add(term.text() + " leads back to itself");
            return;
        }
        int at = tree.size() - 1;
        fetch(name).ifPresent(record -> record(name, record, depth + 1));
        tree.set(at, tree.get(at).until(lookups));
        open.remove(name);
    }

    private Optional<SpfText> fetch(Name name) {
        return switch (answers.ask(new RecordKey(name, Type.TXT))) {
            case DnsAnswer.Found found -> read(name, found.set());
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {
                add(missing, name.toString(true));
                yield Optional.empty();
            }
            case DnsAnswer.Failed failed -> {
                add(unknown, name.toString(true) + " (" + failed.detail() + ")");
                yield Optional.empty();
            }
        };
    }

    private Optional<SpfText> read(Name name, RecordSet set) {
        List<String> records =
                set.records().stream()
                        .map(r -> TxtText.of((TXTRecord) r))
                        .filter(SpfText::isSpf)
                        .toList();
        if (records.isEmpty()) {
            add(missing, name.toString(true));
            return Optional.empty();
        }
        if (records.size() > 1) {
            add(broken, name.toString(true) + " has " + records.size() + " SPF records");
            return Optional.empty();
        }
        Optional<SpfText> record = SpfText.parse(records.getFirst());
        if (record.isEmpty()) {
            add(broken, name.toString(true) + " cannot be read");
        }
        return record;
    }

    private static void add(List<String> list, String text) {
        if (!list.contains(text)) {
            list.add(text);
        }
    }

    private static String mechanism(SpfTerm term) {
        String bare = bare(term);
        return bare.indexOf('=') >= 0 && bare.indexOf(':') < 0
                ? ""
                : bare.replaceFirst("[:/].*", "");
    }

    private static String modifier(SpfTerm term) {
        String bare = bare(term);
        return bare.indexOf('=') >= 0 ? bare.substring(0, bare.indexOf('=')) : "";
    }

    private static String argument(SpfTerm term, char separator) {
        String bare = bare(term);
        return bare.substring(Math.min(bare.length(), bare.indexOf(separator) + 1));
    }

    /// The name that `a`, `mx` and `exists` ask about: the record's own where they name none.
    private static String name(SpfTerm term, Name owner) {
        String bare = bare(term);
        int colon = bare.indexOf(':');
        return colon < 0
                ? owner.toString(true)
                : bare.substring(colon + 1).replaceFirst("/[/0-9]*$", "");
    }

    private static String bare(SpfTerm term) {
        String lower = term.text().toLowerCase(Locale.ROOT);
        return "+-~?".indexOf(lower.charAt(0)) >= 0 ? lower.substring(1) : lower;
    }
}
