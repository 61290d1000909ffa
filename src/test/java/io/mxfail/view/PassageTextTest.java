package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Planner;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.SiteRecords;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The states on a plan's way as operators read them.
class PassageTextTest {
    private static final Name EXAMPLE = Name.fromConstantString("example.test.");
    private static final Name OTHER = Name.fromConstantString("other.test.");

    private static SiteRecords site(Name domain, String mx, String spf, String relay) {
        return new SiteRecords(
                List.of(Notation.mx(mx, domain)),
                List.of(Notation.spf(spf)),
                List.of(),
                List.of(),
                List.of(Notation.record("smtp CNAME " + relay, domain)));
    }

    private static RecordSet set(Name name, int type, String data) {
        return RecordSet.parse(new RecordKey(name, type), 3600, List.of(data));
    }

    private static JudgedPlan plan(Capabilities.Atomicity unit, Name... domains) throws Exception {
        var capabilities =
                new Capabilities(
                        unit, Capabilities.StaleWrite.DETECTED_BY_REREAD, Duration.ZERO, 100);
        var views = new ArrayList<DomainView>();
        var plans = new ArrayList<DomainPlan>();
        var reads = new TreeMap<Name, Observed>();
        for (Name domain : domains) {
            var sites = new LinkedHashMap<String, SiteRecords>();
            sites.put(
                    "primary",
                    site(domain, "10 mx1.primary.example.", "ip4:192.0.2.0/28", "a.example."));
            sites.put(
                    "backup",
                    site(
                            domain,
                            "10 mx.backup.example.",
                            "include:_spf.backup.example",
                            "relay.backup.example."));
            DomainView view =
                    DomainView.of(
                            new MailDomain(domain, Optional.empty(), Map.of()), domain, sites);
            Observed live =
                    Observed.of(
                            domain,
                            300,
                            List.of(
                                    set(domain, Type.MX, "10 mx1.primary.example."),
                                    set(domain, Type.TXT, "\"v=spf1 ip4:192.0.2.0/28 -all\""),
                                    set(Name.fromString("smtp", domain), Type.CNAME, "a.example.")),
                            view.keys());
            var intent =
                    new Intent(
                            "backup",
                            Optional.empty(),
                            new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                            Policies.Spf.UNION,
                            Set.of(),
                            Duration.ZERO);
            views.add(view);
            reads.put(domain, live);
            plans.add(
                    new DomainPlan(
                            domain,
                            domain,
                            "primary",
                            new DomainPlan.Target(List.of("azure mail"), unit),
                            Planner.changes(view, live, intent)));
        }
        var plan = new Plan("acme", "backup", Mode.PLANNED, List.of(), plans);
        return new JudgedPlan(plan, List.of(), List.of(), List.of())
                .along(
                        Passage.of(
                                plan,
                                views,
                                List.of(new Passage.Account("azure mail", capabilities, reads)),
                                capabilities));
    }

    private static String way(String text) {
        return text.substring(text.indexOf("  on the way"));
    }

    @Test
    void set_by_set_each_state_is_numbered_with_its_mail_and_what_a_stop_there_means()
            throws Exception {
        assertEquals(
                """
                  on the way  3 writes, one after the other; after each is seen:
                    1  example.test. TXT replaced
                       primary receives (mx1.primary.example.); senders of primary and backup
                       pass SPF
                       stopping here is safe: mail still goes to primary
                    2  smtp.example.test. CNAME = relay.backup.example.
                       primary receives (mx1.primary.example.); senders of primary and backup
                       pass SPF
                       stopping here is safe: mail still goes to primary, while
                       smtp.example.test. leads elsewhere already
                    3  example.test. MX = 10 mx.backup.example.
                       backup receives (mx.backup.example.); senders of primary and backup pass
                       SPF
                       the plan is carried out
                """,
                way(PlanText.of(plan(Capabilities.Atomicity.RRSET, EXAMPLE), Map.of())));
    }

    @Test
    void what_is_written_at_once_is_one_line() throws Exception {
        assertEquals(
                "  on the way  one write; no state in between\n",
                way(PlanText.of(plan(Capabilities.Atomicity.ZONE, EXAMPLE), Map.of())));
    }

    @Test
    void several_zones_are_never_one_write() throws Exception {
        assertEquals(
                """
                  on the way  2 zones are never written as one: in between some domains have
                              moved and others have not; each zone is one write
                """,
                way(PlanText.of(plan(Capabilities.Atomicity.ZONE, EXAMPLE, OTHER), Map.of())));
        String sets = PlanText.of(plan(Capabilities.Atomicity.RRSET, EXAMPLE, OTHER), Map.of());
        assertTrue(sets.contains("  on the way  zone other.test.: 3 writes,"), sets);
    }

    @Test
    void the_review_in_markdown_has_a_row_for_each_state() throws Exception {
        String text = PlanMarkdown.of(plan(Capabilities.Atomicity.RRSET, EXAMPLE));
        String spf = "senders of primary and backup pass SPF";
        String there = "primary receives (mx1.primary.example.); " + spf;
        String still = "stopping here is safe: mail still goes to primary";
        assertEquals(
                List.of(
                        "| | written | mail then | stopping here |",
                        "|---|---|---|---|",
                        "| 1 | example.test. TXT replaced | " + there + " | " + still + " |",
                        "| 2 | smtp.example.test. CNAME = relay.backup.example. | "
                                + there
                                + " | "
                                + still
                                + ", while smtp.example.test. leads elsewhere already |",
                        "| 3 | example.test. MX = 10 mx.backup.example. | backup receives"
                                + " (mx.backup.example.); "
                                + spf
                                + " | the plan is carried out |"),
                text.substring(text.indexOf("## On the way"), text.indexOf("## Findings"))
                        .lines()
                        .filter(line -> line.startsWith("|"))
                        .toList());
        assertTrue(
                PlanMarkdown.of(plan(Capabilities.Atomicity.ZONE, EXAMPLE))
                        .contains("Zone `example.test.`: one write; no state in between.\n"));
    }

    @Test
    void the_json_has_the_same_states_and_is_still_a_plan_that_apply_reads() throws Exception {
        JudgedPlan judged = plan(Capabilities.Atomicity.RRSET, EXAMPLE);
        String json = Json.plan(judged, "1");
        assertEquals(3, json.split("\"stop\" :", -1).length - 1, json);
        assertTrue(json.contains("\"stage\" : \"additions\""), json);
        assertTrue(json.contains("\"route\" : \"planned\""), json);
        assertEquals(judged.plan(), Json.readPlan("plan.json", json).plan());
    }
}
