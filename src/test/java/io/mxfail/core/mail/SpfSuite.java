package io.mxfail.core.mail;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The scenarios of the public test suite of RFC 7208, each with its cases and its zone data.
public final class SpfSuite {
    private static final int TTL = 300;

    /// @param results the words of the results that are right
    /// @param explanation the text wanted; empty: not judged, or the evaluator's own words
    public record Case(
            String name,
            InetAddress client,
            String sender,
            String helo,
            List<String> results,
            Optional<String> explanation) {}

    public record Scenario(String description, List<Case> cases, Zone zone) {}

    private SpfSuite() {}

    public static List<Scenario> scenarios() {
        return scenarios("rfc7208/rfc7208-tests.yml");
    }

    /// Scenarios of others in the same form.
    ///
    /// @param file below `third-party`
    static List<Scenario> scenarios(String file) {
        var settings =
                LoadSettings.builder()
                        .setAllowDuplicateKeys(true)
                        .setCodePointLimit(1 << 22)
                        .build();
        try (InputStream in = SpfSuite.class.getResourceAsStream("/third-party/" + file)) {
            var scenarios = new ArrayList<Scenario>();
            for (Object document : new Load(settings).loadAllFromInputStream(in)) {
                scenarios.add(scenario(map(document)));
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario scenario(Map<String, Object> document) {
        var cases = new ArrayList<Case>();
        map(document.get("tests")).forEach((name, test) -> cases.add(test(name, map(test))));
        return new Scenario(
                String.valueOf(document.get("description")),
                List.copyOf(cases),
                Zone.of(map(document.get("zonedata"))));
    }

    private static Case test(String name, Map<String, Object> test) {
        Object result = test.get("result");
        List<String> results =
                result instanceof List<?> several
                        ? several.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(result));
        Optional<String> explanation =
                Optional.ofNullable(test.get("explanation"))
                        .map(String::valueOf)
                        .filter(text -> !text.equals("DEFAULT"));
        return new Case(
                name,
                address(String.valueOf(test.get("host"))),
                String.valueOf(test.get("mailfrom")),
                String.valueOf(test.get("helo")),
                results,
                explanation);
    }

    /// A scenario's names with their records, as a server would answer for them.
    public static final class Zone implements DnsAnswers {
        private final Map<String, List<Record>> records = new HashMap<>();

        /// Name and type, or the name and `*` for every type
        private final Set<String> timeouts = new HashSet<>();

        static Zone of(Map<String, Object> data) {
            var zone = new Zone();
            data.forEach((owner, entries) -> zone.owner(owner, (List<?>) entries));
            return zone;
        }

        /// Every record, for a real server.
        public List<Record> records() {
            return records.values().stream().flatMap(List::stream).toList();
        }

        /// Whether a name and type should find no answer.
        public boolean timesOut(RecordKey key) {
            String owner = owner(key.name());
            return timeouts.contains(owner + " " + Type.string(key.type()))
                    || timeouts.contains(owner + " *") && of(owner, key.type()).isEmpty()
                    || owner.startsWith("error.") && !records.containsKey(owner);
        }

        @Override
        public DnsAnswer ask(RecordKey key) {
            return ask(key, 0);
        }

        private DnsAnswer ask(RecordKey key, int aliases) {
            String owner = owner(key.name());
            List<Record> found = of(owner, key.type());
            if (timesOut(key)) {
                return new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer");
            }
            if (!found.isEmpty()) {
                return new DnsAnswer.Found(RecordSet.of(found), aliases > 0);
            }
            List<Record> alias = of(owner, Type.CNAME);
            if (!alias.isEmpty() && aliases < 8) {
                Name target = ((CNAMERecord) alias.getFirst()).getTarget();
                return ask(new RecordKey(target, key.type()), aliases + 1);
            }
            return records.containsKey(owner)
                    ? new DnsAnswer.NoData(TTL)
                    : new DnsAnswer.NxDomain(TTL);
        }

        private List<Record> of(String owner, int type) {
            return records.getOrDefault(owner, List.of()).stream()
                    .filter(r -> r.getType() == type)
                    .toList();
        }

        private static String owner(Name name) {
            return name.toString(true).toLowerCase(Locale.ROOT);
        }

        private void owner(String text, List<?> entries) {
            Name name = name(text);
            List<Record> here = records.computeIfAbsent(owner(name), _ -> new ArrayList<>());
            boolean own =
                    entries.stream()
                            .anyMatch(e -> e instanceof Map<?, ?> m && m.containsKey("TXT"));
            for (Object entry : entries) {
                if (!(entry instanceof Map<?, ?> pair)) {
                    timeouts.add(owner(name) + " *");
                    continue;
                }
                Map.Entry<?, ?> only = pair.entrySet().iterator().next();
                String type = String.valueOf(only.getKey());
                Object value = only.getValue();
                if (String.valueOf(value).equals("TIMEOUT")) {
                    timeouts.add(owner(name) + " " + (type.equals("SPF") ? "TXT" : type));
                } else if (type.equals("SPF") && own || String.valueOf(value).equals("NONE")) {
                    continue;
                } else {
                    here.add(record(name, type, value));
                }
            }
        }

        private static Record record(Name name, String type, Object value) {
            return switch (type) {
                case "SPF", "TXT" -> txt(name, value);
                case "A" -> new ARecord(name, DClass.IN, TTL, address(String.valueOf(value)));
                case "AAAA" -> new AAAARecord(name, DClass.IN, TTL, address(String.valueOf(value)));
                case "CNAME" -> new CNAMERecord(name, DClass.IN, TTL, name(String.valueOf(value)));
                case "PTR" -> new PTRRecord(name, DClass.IN, TTL, name(String.valueOf(value)));
                case "MX" -> {
                    List<?> pair = (List<?>) value;
                    int preference = Integer.parseInt(String.valueOf(pair.getFirst()));
                    Name host = name(String.valueOf(pair.getLast()));
                    yield new MXRecord(name, DClass.IN, TTL, preference, host);
                }
                default -> throw new IllegalArgumentException("a record of type " + type);
            };
        }

        private static Record txt(Name name, Object value) {
            List<?> strings = value instanceof List<?> list ? list : List.of(value);
            var data = new DNSOutput();
            for (Object string : strings) {
                byte[] bytes = String.valueOf(string).getBytes(StandardCharsets.ISO_8859_1);
                for (int from = 0; from == 0 || from < bytes.length; from += 255) {
                    int length = Math.min(255, bytes.length - from);
                    data.writeU8(length);
                    data.writeByteArray(bytes, from, length);
                }
            }
            return Record.newRecord(name, Type.TXT, DClass.IN, TTL, data.toByteArray());
        }
    }

    private static Name name(String text) {
        try {
            return text.isEmpty() ? Name.root : Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(org.xbill.DNS.Address.getByAddress(text).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
