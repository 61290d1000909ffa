package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What receivers may remember beside what is served now: what an earlier run replaced, and what an
/// alias leads to.
class MomentsTest {
    private static final String NEW = "192.0.2.20";
    private static final String MX =
            """
            primary
              mx 10 mx1.example.test.
              %s
            backup
              mx 10 mx2.example.test.
              %s
            """;

    private static Moments moments(String sites, String served, Remembered... remembered) {
        DomainView view = Lines.view(sites);
        Observed observed = Lines.observed(served, view.keys());
        List<Change> changes = Planner.changes(view, observed, Lines.to("backup"));
        var capabilities = Lines.writing(Capabilities.Atomicity.ZONE);
        Transition transition =
                Transition.of(view, observed, changes, capabilities)
                        .remembering(List.of(remembered));
        return new Moments(
                dns(transition.states().getFirst()),
                dns(transition.states().getLast()),
                List.of(transition));
    }

    /// A zone in which `out` is an alias of `relay`.
    private static MailDns dns(Map<RecordKey, RecordSet> state) {
        Name out = name("out");
        DnsAnswers answers =
                key -> {
                    boolean aliased = key.name().equals(out);
                    var asked = aliased ? new RecordKey(name("relay"), key.type()) : key;
                    RecordSet set = state.get(asked);
                    return set == null
                            ? new DnsAnswer.NxDomain(60)
                            : new DnsAnswer.Found(set, aliased);
                };
        return new MailDns(answers);
    }

    private static Name name(String label) {
        return Name.fromConstantString(label + ".example.test.");
    }

    private static String late(Moments moments) {
        Mixtures.Told<?> told =
                moments.spf(NEW, Lines.DOMAIN).flatMap(Moments.SenderSpf::late).orElseThrow();
        return told.old() + " " + moments.lasts(told.old()).toSeconds();
    }

    @Test
    void a_record_from_before_an_earlier_run_is_part_of_the_mixtures() {
        String prepared =
                """
                @ 60 IN MX 10 mx1.example.test.
                @ 900 IN TXT "v=spf1 ip4:192.0.2.10 ip4:192.0.2.20 -all"
                """;
        String sites = MX.formatted("spf ip4:192.0.2.10", "spf ip4:192.0.2.20");
        assertEquals(
                Optional.empty(),
                moments(sites, prepared).spf(NEW, Lines.DOMAIN).flatMap(Moments.SenderSpf::late));
        RecordSet former = Lines.sets("@ 3600 IN TXT \"v=spf1 ip4:192.0.2.10 -all\"\n").getFirst();
        var remembered =
                new Remembered(
                        new Change.Place(former.key(), Optional.of(TxtTag.SPF)),
                        Optional.of(former),
                        Duration.ofSeconds(500));
        assertEquals("[example.test. TXT] 500", late(moments(sites, prepared, remembered)));
    }

    @Test
    void what_an_alias_leads_to_is_remembered_apart_from_the_alias() {
        String served =
                """
                @ 60 IN MX 10 mx1.example.test.
                @ 900 IN TXT "v=spf1 a:out.example.test -all"
                relay 300 IN A 192.0.2.10
                """;
        String sites = MX.formatted("relay A 192.0.2.10", "relay A 192.0.2.20");
        assertEquals("[relay.example.test. A] 300", late(moments(sites, served)));
    }

    @Test
    void that_a_set_was_missing_is_remembered_for_the_negative_ttl_alone() {
        String served = "@ 900 IN TXT \"v=spf1 a:relay.example.test -all\"\n";
        String sites = MX.formatted("", "relay A 192.0.2.20");
        assertEquals("[relay.example.test. A] 60", late(moments(sites, served)));
        assertEquals(
                Optional.empty(),
                moments(sites, served + "relay 300 IN A 192.0.2.20\n")
                        .spf(NEW, Lines.DOMAIN)
                        .flatMap(Moments.SenderSpf::late));
    }

    @Test
    void an_address_that_depends_on_too_many_sets_is_said_not_to_be_looked_at_in_each_mixture() {
        assertEquals(List.of(true, false), List.of(10, 11).stream().map(n -> isAll(n)).toList());
    }

    /// Whether an address was looked at in every mixture where so many addresses move.
    private static boolean isAll(int moving) {
        String served = "@ 900 IN TXT \"v=spf1 mx a:relay.example.test -all\"\n";
        String primary = "primary\n";
        String backup = "backup\n";
        for (int i = 1; i <= moving; i++) {
            String host = i > 10 ? "relay" : "h" + i;
            served += i > 10 ? "" : "@ 300 IN MX %d %s.example.test.\n".formatted(i, host);
            served += "%s 300 IN A 192.0.2.1%02d\n".formatted(host, i);
            primary += "  %s A 192.0.2.1%02d\n".formatted(host, i);
            backup += "  %s A 192.0.2.2%02d\n".formatted(host, i);
        }
        return moments(primary + backup, served).spf(NEW, Lines.DOMAIN).orElseThrow().all();
    }
}
