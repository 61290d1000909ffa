package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.profile.SiteRecords;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What receivers that hold an old SPF record make of the addresses that sites really send from.
class SpfHazardsTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              spf ip4:192.0.2.10
            backup
              mx 10 mx2.example.test.
              spf include:_spf.backup.example
            """;
    private static final String ELSEWHERE =
            """
            mx1 60 IN A 192.0.2.10
            mx2 60 IN A 192.0.2.20
            """;

    private static List<String> hazards(String sites, String served, Map<String, String> senders) {
        var named = new LinkedHashMap<String, SiteRecords>();
        Lines.view(sites)
                .sites()
                .forEach(
                        (site, records) ->
                                named.put(
                                        site,
                                        new SiteRecords(
                                                records.mx(),
                                                records.spf(),
                                                Optional.ofNullable(senders.get(site)).stream()
                                                        .flatMap(
                                                                s -> List.of(s.split(" ")).stream())
                                                        .toList(),
                                                records.dkim(),
                                                records.records())));
        DomainView view = DomainView.of(Lines.view(sites).domain(), Lines.DOMAIN, named);
        Observed observed = Lines.observed(served, view.keys());
        List<Change> changes = Planner.changes(view, observed, Lines.to("backup"));
        var capabilities = Lines.writing(Capabilities.Atomicity.ZONE);
        var plan = Lines.plan(changes, capabilities);
        Transition transition = Transition.of(view, observed, changes, capabilities);
        var moments =
                new Moments(
                        dns(transition.states().getFirst()),
                        dns(transition.states().getLast()),
                        List.of(transition));
        return Hazards.of(
                        plan,
                        transition,
                        new Hazards.Setting(Reception.TAKES, false, 0, capabilities),
                        Optional.of(moments))
                .stream()
                .map(h -> h.id() + " " + h.effect() + " " + h.span().toSeconds() + ": " + h.who())
                .toList();
    }

    /// The domain at a moment, and what others publish.
    private static MailDns dns(Map<RecordKey, RecordSet> state) {
        var known = new TreeMap<>(state);
        Lines.sets(ELSEWHERE).forEach(set -> known.put(set.key(), set));
        Lines.sets("_spf.backup.example. 60 IN TXT \"v=spf1 ip4:192.0.2.20 -all\"")
                .forEach(set -> known.put(set.key(), set));
        DnsAnswers answers =
                key ->
                        known.containsKey(key)
                                ? new DnsAnswer.Found(known.get(key), false)
                                : new DnsAnswer.NxDomain(60);
        return new MailDns(answers);
    }

    private static String served(String spf) {
        return "@ 60 IN MX 10 mx1.example.test.\n@ 900 IN TXT \"v=spf1 " + spf + "\"\n";
    }

    @Test
    void a_sender_that_the_old_record_does_not_know_is_named_with_its_site() {
        assertEquals(
                List.of(
                        "OLD-SPF-CACHED REJECT 900: receivers whose resolver still holds the old"
                                + " SPF record do not know 192.0.2.20 of backup"),
                hazards(SITES, served("ip4:192.0.2.10 -all"), Map.of("backup", "192.0.2.20")));
    }

    @Test
    void a_sender_that_an_old_network_covers_is_in_no_danger() {
        assertEquals(
                List.of(),
                hazards(SITES, served("ip4:192.0.2.0/24 -all"), Map.of("backup", "192.0.2.20")));
        // nor is a term that one covers, whoever sends from there
        assertEquals(
                List.of(),
                hazards(
                        SITES.replace("include:_spf.backup.example", "ip4:192.0.2.20"),
                        served("ip4:192.0.2.10 ip4:192.0.2.0/24 -all"),
                        Map.of()));
    }

    @Test
    void what_stands_before_the_network_may_shut_the_address_out() {
        assertEquals(
                List.of("OLD-SPF-CACHED REJECT 900"),
                hazards(
                                SITES.replace("include:_spf.backup.example", "ip4:192.0.2.20"),
                                served("ip4:192.0.2.10 -ip4:192.0.2.20 ip4:192.0.2.0/24 -all"),
                                Map.of())
                        .stream()
                        .map(text -> text.substring(0, text.indexOf(':')))
                        .toList());
    }

    @Test
    void an_old_mx_term_knows_the_new_senders_only_where_the_new_mx_is_known() {
        assertEquals(
                List.of(
                        "OLD-SPF-CACHED REJECT 900: receivers whose resolver still holds the old"
                                + " SPF record do not know 192.0.2.10 of primary and 192.0.2.20 of"
                                + " backup"),
                hazards(
                        SITES,
                        served("mx -all"),
                        Map.of("primary", "192.0.2.10", "backup", "192.0.2.20")));
    }

    @Test
    void sites_that_do_not_say_where_they_send_from_are_judged_by_their_terms() {
        assertEquals(
                List.of(
                        "OLD-SPF-CACHED REJECT 900: receivers whose resolver still holds the old"
                                + " SPF record do not know the new senders"),
                hazards(SITES, served("ip4:192.0.2.10 -all"), Map.of("primary", "192.0.2.10")));
    }

    @Test
    void who_is_refused_in_the_end_is_told_of_elsewhere() {
        assertEquals(
                List.of(),
                hazards(SITES, served("ip4:192.0.2.10 -all"), Map.of("backup", "192.0.2.99")));
    }

    @Test
    void an_own_record_that_the_domain_s_record_includes_is_remembered_on_its_own() {
        String sites =
                """
                primary
                  mx 10 mx1.example.test.
                  _spf TXT "v=spf1 ip4:192.0.2.10 -all"
                backup
                  mx 10 mx2.example.test.
                  _spf TXT "v=spf1 ip4:192.0.2.20 -all"
                """;
        for (String way : List.of("include:_spf.example.test -all", "redirect=_spf.example.test")) {
            String served = served(way) + "_spf 300 IN TXT \"v=spf1 ip4:192.0.2.10 -all\"\n";
            assertEquals(
                    List.of(
                            "OLD-SPF-CACHED REJECT 300: receivers whose resolver still holds the"
                                    + " old SPF record of _spf.example.test do not know 192.0.2.20"
                                    + " of backup"),
                    hazards(sites, served, Map.of("backup", "192.0.2.20")));
            assertEquals(1, hazards(sites, served, Map.of()).size());
        }
    }
}
