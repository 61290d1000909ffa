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

/// What an SPF record asks of a receiver: the DNS lookups that a message from an unknown
/// address makes it do (RFC 7208, section 4.6.4), and what goes wrong on the way.
///
/// A receiver that needs more than ten lookups gives up with a permanent error, and so does one
/// that finds an `include` without a record.
///
/// @param lookups terms that need a lookup, with those of every include; counting ends well
///   above the limit
/// @param tree the terms that cost, in order, each include's terms indented below it
/// @param missing names of `include` and `redirect` that hold no SPF record
/// @param broken records that cannot be evaluated, with the reason
/// @param unknown names that DNS gave no answer for: the count may be too low
public record SpfCost(
        int lookups,
        List<String> tree,
        List<String> missing,
        List<String> broken,
        List<String> unknown) {
    /// Lookups that a receiver does at most (RFC 7208, section 4.6.4).
    public static final int LIMIT = 10;

    /// Where counting ends: what lies beyond is no better known for it.
    private static final int ENOUGH = 50;

    private static final Set<String> COSTS = Set.of("include", "a", "mx", "ptr", "exists");

    public SpfCost {
        tree = List.copyOf(tree);
        missing = List.copyOf(missing);
        broken = List.copyOf(broken);
        unknown = List.copyOf(unknown);
    }

    /// Counts what a domain's record asks.
    public static SpfCost of(Name domain, String text, DnsAnswers answers) {
        var count = new Count(answers);
        count.open.add(domain.canonicalize());
        SpfText.parse(text)
                .ifPresentOrElse(
                        record -> count.record(domain, record, ""),
                        () -> count.broken.add(domain + " cannot be read"));
        return new SpfCost(count.lookups, count.tree, count.missing, count.broken, count.unknown);
    }

    /// Whether a receiver would give up.
    public boolean tooMany() {
        return lookups > LIMIT;
    }

    private static final class Count {
        private final DnsAnswers answers;
        private final Set<Name> open = new HashSet<>();
        private final List<String> tree = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private int lookups;

        Count(DnsAnswers answers) {
            this.answers = answers;
        }

        void record(Name owner, SpfText record, String indent) {
            boolean all =
                    record.terms().stream()
                            .anyMatch(t -> t.ends() && !modifier(t).equals("redirect"));
            for (SpfTerm term : record.terms()) {
                if (lookups >= ENOUGH) {
                    return;
                }
                String mechanism = mechanism(term);
                if (mechanism.equals("all")) {
                    break;
                }
                if (COSTS.contains(mechanism)) {
                    lookups++;
                    tree.add(indent + term.text());
                    if (mechanism.equals("include")) {
                        follow(term, argument(term, ':'), indent);
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
                                tree.add(indent + term.text());
                                follow(term, argument(term, '='), indent);
                            });
            if (open.size() == 1 && record.terms().isEmpty() && indent.isEmpty()) {
                tree.add(owner + " authorises nobody");
            }
        }

        private void follow(SpfTerm term, String argument, String indent) {
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
            fetch(name).ifPresent(record -> record(name, record, indent + "  "));
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

        private static String bare(SpfTerm term) {
            String lower = term.text().toLowerCase(Locale.ROOT);
            return "+-~?".indexOf(lower.charAt(0)) >= 0 ? lower.substring(1) : lower;
        }
    }
}
