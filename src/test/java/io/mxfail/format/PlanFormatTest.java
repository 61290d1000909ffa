package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.SenderMoments;
import io.mxfail.core.mail.Mixtures;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Moments;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Problem;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

class PlanFormatTest {
    private static final Stamp STAMP = new Stamp("0.1.0", Instant.parse("2026-11-24T03:05:31Z"));
    private static final Name DOMAIN = Scalars.name("example.test.");

    static JudgedPlan example() {
        var mx = new RecordKey(DOMAIN, Type.MX);
        var txt = new RecordKey(DOMAIN, Type.TXT);
        var domain =
                new DomainPlan(
                        DOMAIN,
                        DOMAIN,
                        "primary",
                        new DomainPlan.Target(
                                List.of("rfc2136 192.0.2.53"), Capabilities.Atomicity.ZONE),
                        List.of(
                                new Change(
                                        ChangeClass.SUBSTITUTIVE,
                                        mx,
                                        Optional.empty(),
                                        Optional.of(
                                                RecordSet.parse(
                                                        mx,
                                                        3600,
                                                        List.of(
                                                                "10 mx1.primary.test.",
                                                                "20 mx2.primary.test."))),
                                        Optional.of(
                                                RecordSet.parse(
                                                        mx, 60, List.of("10 mx.backup.test.")))),
                                new Change(
                                        ChangeClass.ADDITIVE,
                                        txt,
                                        Optional.of(TxtTag.SPF),
                                        Optional.empty(),
                                        Optional.of(
                                                RecordSet.parse(
                                                        txt,
                                                        3600,
                                                        List.of(
                                                                "\"v=spf1 include:_spf.backup.test"
                                                                        + " ~all\""))))));
        var finding =
                new Finding(
                        "TARGET-RCPT",
                        Finding.Severity.CRIT,
                        new Finding.Where(
                                "acme",
                                Optional.of("example.test."),
                                Optional.of("backup"),
                                "mx.backup.test. 192.0.2.25"),
                        "550 5.7.1 relaying denied",
                        "add the domain at the backup",
                        "RFC 5321, section 3.6.2");
        return new JudgedPlan(
                new Plan("acme", "backup", Mode.PLANNED, List.of("RCPT-SAMPLE"), List.of(domain)),
                List.of(finding),
                List.of(finding),
                List.of(
                        new Hazard(
                                "OLD-MX-CACHED",
                                DOMAIN,
                                "senders that looked the domain up within the last hour",
                                Hazard.Effect.DELAY,
                                Duration.ofHours(1),
                                List.of(mx))),
                new JudgedPlan.Background(
                        List.of("keep primary up for 1 h after the switch"), List.of()),
                io.mxfail.core.plan.Passage.NONE);
    }

    static String file() {
        return Json.pretty(PlanFormat.tree(example(), STAMP));
    }

    @Test
    void any_plan_comes_back() {
        var some = new Some(new SplittableRandom(7));
        for (int i = 0; i < 300; i++) {
            JudgedPlan judged = some.judged();
            String text = Json.pretty(PlanFormat.tree(judged, STAMP));
            var read =
                    assertInstanceOf(
                            PlanFormat.Reading.Whole.class, PlanFormat.read("plan.json", text));
            assertEquals(judged, read.plan());
            assertEquals(STAMP, read.stamp());
        }
    }

    @Test
    void what_spf_says_of_an_address_at_each_moment_is_told_and_read_over() {
        var old = new Mixtures.Old(DOMAIN, Type.TXT);
        var sender =
                new SenderMoments.Sender(
                        DOMAIN,
                        "backup",
                        new Moments.SenderSpf(
                                "192.0.2.25",
                                spf(SpfResult.SOFTFAIL, "~all"),
                                List.of(
                                        new Mixtures.Told<>(
                                                spf(SpfResult.SOFTFAIL, "~all"), Set.of(old))),
                                spf(SpfResult.PASS, "ip4:192.0.2.25")),
                        Duration.ofMinutes(15));
        var safe =
                new SenderMoments.Sender(
                        DOMAIN,
                        "backup",
                        new Moments.SenderSpf(
                                "192.0.2.26",
                                spf(SpfResult.PASS, "mx"),
                                List.of(
                                        new Mixtures.Told<>(
                                                spf(SpfResult.PASS, "mx"), Set.of(old))),
                                spf(SpfResult.PASS, "ip4:192.0.2.26"),
                                false),
                        Duration.ofMinutes(5));
        JudgedPlan plain = example();
        var judged =
                new JudgedPlan(
                        plain.plan(),
                        plain.findings(),
                        plain.blockers(),
                        plain.hazards(),
                        new JudgedPlan.Background(plain.advice(), List.of(), List.of(sender, safe)),
                        plain.passage());
        String text = Json.pretty(PlanFormat.tree(judged, STAMP));
        String told = text.substring(text.indexOf("\"senders\"")).replaceAll("\\s+", "");
        assertTrue(
                told.contains(
                        "\"mixed\":{\"result\":\"softfail\",\"matched\":\"~all\",\"reason\":null,"
                            + "\"old\":[\"example.test.TXT\"],\"seconds\":900},\"allMixtures\":true"),
                told);
        assertTrue(told.contains("\"after\":{\"result\":\"pass\""), told);
        // who passes in the mixtures, too, is told with what lets it in there
        assertTrue(
                told.contains(
                        "\"mixed\":{\"result\":\"pass\",\"matched\":\"mx\",\"reason\":null,"
                            + "\"old\":[\"example.test.TXT\"],\"seconds\":300},\"allMixtures\":false"),
                told);
        assertInstanceOf(PlanFormat.Reading.Whole.class, PlanFormat.read("plan.json", text));
    }

    private static SpfVerdict spf(SpfResult result, String matched) {
        return new SpfVerdict(
                result, Optional.of(matched), Optional.empty(), Optional.empty(), 0, 0);
    }

    @Test
    void a_plan_written_twice_is_the_same_file() {
        var read = assertInstanceOf(PlanFormat.Reading.Whole.class, PlanFormat.read("p", file()));
        assertEquals(file(), Json.pretty(PlanFormat.tree(read.plan(), read.stamp())));
    }

    @Test
    void changed_content_is_an_edited_file() {
        Problem problem = only(file().replace("10 mx.backup.test.", "10 mx.evil.test."));
        assertTrue(problem.message().contains("edited by hand"), problem.message());
        assertEquals(5, problem.line());
        assertTrue(problem.column() > 1);
        assertTrue(problem.fix().orElseThrow().contains("--out plan.json"));
    }

    @Test
    void another_ttl_target_provider_or_acceptance_is_an_edited_file() {
        for (String[] edit :
                List.of(
                        new String[] {"\"ttl\" : 60", "\"ttl\" : 61"},
                        new String[] {"\"to\" : \"backup\"", "\"to\" : \"primary\""},
                        new String[] {"192.0.2.53", "192.0.2.54"},
                        new String[] {"\"RCPT-SAMPLE\"", "\"RCPT-SAMPLE\", \"TARGET-RCPT\""},
                        new String[] {"\"mode\" : \"planned\"", "\"mode\" : \"breach\""},
                        new String[] {"\"v=spf1\"", "\"v=spf2\""})) {
            String edited = file().replace(edit[0], edit[1]);
            assertTrue(!edited.equals(file()), edit[0]);
            assertTrue(only(edited).message().contains("edited by hand"), edit[0]);
        }
    }

    @Test
    void a_summary_that_hides_a_blocker_is_an_edited_file() {
        Problem problem = only(file().replace("\"blocked\" : true", "\"blocked\" : false"));
        assertTrue(problem.message().contains("edited by hand"), problem.message());
    }

    @Test
    void an_unknown_member_is_named() {
        Problem problem = only(file().replace("\"to\" :", "\"force\" : true,\n  \"to\" :"));
        assertTrue(problem.message().contains("unknown member `force`"), problem.message());
        assertEquals(7, problem.line());
    }

    @Test
    void a_missing_member_is_named() {
        assertTrue(
                only(file().replaceFirst("\\s*\"mode\" : \"planned\",", ""))
                        .message()
                        .contains("`mode` is missing"));
    }

    @Test
    void a_member_of_another_kind_is_named() {
        Problem problem = only(file().replace("\"ttl\" : 60", "\"ttl\" : \"60\""));
        assertTrue(problem.message().contains("`ttl` must be a number"), problem.message());
    }

    @Test
    void a_ttl_beyond_its_range_is_named() {
        for (String ttl : List.of("-1", "1.5", "4294967296", "1e999999999")) {
            Problem problem = only(file().replace("\"ttl\" : 60", "\"ttl\" : " + ttl));
            assertTrue(problem.message().contains("`ttl` must be a whole"), problem.message());
        }
    }

    @Test
    void a_word_that_nobody_knows_is_named() {
        assertTrue(
                only(file().replace("\"substitutive\"", "\"harmless\""))
                        .message()
                        .contains("unknown word `harmless`"));
    }

    @Test
    void an_action_that_does_not_fit_is_named() {
        assertTrue(only(file().replace("\"create\"", "\"delete\"")).message().contains("`action`"));
    }

    @Test
    void data_that_is_none_is_named() {
        assertTrue(
                only(file().replace("10 mx.backup.test.", "ten mx.backup.test."))
                        .message()
                        .contains("not valid MX data"));
    }

    @Test
    void a_name_without_final_dot_is_named() {
        assertTrue(
                only(file().replace("\"zone\" : \"example.test.\"", "\"zone\" : \"example.test\""))
                        .message()
                        .contains("final dot"));
    }

    @Test
    void a_key_named_twice_is_named() {
        Problem problem = only(file().replace("\"to\" :", "\"to\" : \"x\",\n  \"to\" :"));
        assertTrue(problem.message().contains("Duplicate"), problem.message());
        assertEquals(8, problem.line());
    }

    @Test
    void half_a_file_is_no_json() {
        String text = file();
        Problem problem = only(text.substring(0, text.length() / 2));
        assertTrue(problem.message().contains("not JSON"), problem.message());
        assertTrue(problem.line() > 1);
    }

    @Test
    void another_format_is_said_so() {
        assertTrue(
                only(file().replace("mxfail.plan/1", "mxfail.run/1"))
                        .message()
                        .contains("no plan"));
        assertTrue(
                only(file().replace("mxfail.plan/1", "mxfail.plan/2"))
                        .message()
                        .contains("this version of mxfail reads"));
        assertTrue(only("{}").message().contains("no plan file"));
        assertTrue(only("[]").message().contains("an array"));
        assertTrue(only("{\"format\": 1}").message().contains("a number"));
        assertTrue(only("").message().contains("empty"));
    }

    @Test
    void all_wrong_changes_are_told_together() {
        String edited =
                file().replace("10 mx.backup.test.", "ten")
                        .replace("\"additive\"", "\"subtle\"")
                        .replace("\"effect\" : \"delay\"", "\"effect\" : \"joy\"");
        List<Problem> problems = problems(edited);
        assertEquals(3, problems.size(), problems::toString);
        assertTrue(problems.get(0).line() < problems.get(1).line());
        assertTrue(problems.get(1).line() < problems.get(2).line());
    }

    @Test
    void no_edit_whatever_throws() {
        var random = new SplittableRandom(8);
        String text = file();
        for (int i = 0; i < 1500; i++) {
            var edited = new StringBuilder(text);
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> edited.setCharAt(at, (char) random.nextInt(0x20, 0x7f));
                case 1 -> edited.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                default -> edited.insert(at, text, 0, random.nextInt(40));
            }
            switch (PlanFormat.read("plan.json", edited.toString())) {
                case PlanFormat.Reading.Broken broken -> {
                    assertTrue(!broken.problems().isEmpty());
                    broken.problems().forEach(p -> assertTrue(p.fix().isPresent()));
                }
                case PlanFormat.Reading.Whole whole ->
                        assertEquals(example().plan().id(), whole.plan().plan().id());
            }
        }
    }

    private static Problem only(String text) {
        List<Problem> problems = problems(text);
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    private static List<Problem> problems(String text) {
        return assertInstanceOf(PlanFormat.Reading.Broken.class, PlanFormat.read("plan.json", text))
                .problems();
    }
}
