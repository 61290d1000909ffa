package io.mxfail.adapter.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Bridges that crash, hang, babble and lie. Each is a shell script; `$2` is the verb.
class HostileBridgeTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordSet OLD = RecordSet.parse(MX, 300, List.of("10 mx1.example.test."));
    private static final RecordSet NEW = RecordSet.parse(MX, 60, List.of("10 mx2.example.test."));
    private static final ZoneWrite WRITE =
            new ZoneWrite(
                    ZONE,
                    List.of(new SetWrite(MX, Optional.of(ObservedSet.of(OLD)), Optional.of(NEW))),
                    Set.of());

    private static final String CAN =
            "capabilities) echo"
                + " '{\"capabilities\":{\"atomicity\":\"zone\",\"staleWrite\":\"refused-by-service\"}}';;\n";
    private static final String LISTS_OLD = lists("10 mx1.example.test.", 300);
    private static final String LISTS_NEW = lists("10 mx2.example.test.", 60);

    @TempDir private Path folder;

    private static String lists(String data, int ttl) {
        return ("list) echo '{\"rrsets\":[{\"name\":\"example.test.\",\"type\":\"MX\",\"ttl\":%d,"
                        + "\"records\":[\"%s\"]}]}';;\n")
                .formatted(ttl, data);
    }

    private DnsProvider bridge(String... cases) throws IOException {
        return bridge("20s", List.of(), cases);
    }

    private DnsProvider bridge(String timeout, List<String> env, String... cases)
            throws IOException {
        Path script = folder.resolve("bridge");
        Files.writeString(
                script,
                "#!/bin/sh\ncd "
                        + folder
                        + "\necho \"$2\" >> verbs\ncase $2 in\n"
                        + String.join("", cases)
                        + "esac\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new ExecFactory(
                        Map.of("PATH", "/usr/bin:/bin", "TOKEN", "passed", "OTHER", "kept back"))
                .open(
                        new ProviderConfig(
                                "exec",
                                Map.of(
                                        "command", List.of(script.toString(), "argument"),
                                        "env", env,
                                        "timeout", timeout)));
    }

    private long asked(String verb) throws IOException {
        return Files.readAllLines(folder.resolve("verbs")).stream().filter(verb::equals).count();
    }

    private static ProviderException readFails(DnsProvider provider) {
        return assertThrows(ProviderException.class, () -> provider.read(ZONE, Set.of(MX)));
    }

    @Test
    void garbage_is_no_answer_and_what_it_says_is_shown_without_control_characters()
            throws Exception {
        var failure =
                readFails(bridge("list) echo '<html>'; printf 'Traceback\\n\\033[31mred' >&2;;\n"));
        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertTrue(failure.getMessage().contains("Traceback ?[31mred"), failure.getMessage());
    }

    @Test
    void endless_output_is_cut_off() throws Exception {
        var failure = readFails(bridge("list) exec yes;;\n"));
        assertTrue(failure.getMessage().contains("more than"), failure.getMessage());
    }

    @Test
    void endless_errors_neither_block_nor_fill_the_message() throws Exception {
        var failure =
                readFails(
                        bridge(
                                "list) head -c 300000 /dev/zero | tr '\\0' x >&2; echo the end >&2;"
                                        + " exit 3;;\n"));
        assertTrue(failure.getMessage().endsWith("the end"), failure.getMessage());
        assertTrue(failure.getMessage().length() < 1000);
    }

    @Test
    void one_that_hangs_is_killed_with_its_children() throws Exception {
        DnsProvider provider =
                bridge("1s", List.of(), "list) sleep 300 & echo $! > child; wait;;\n");
        var failure = readFails(provider);
        assertEquals(FailureKind.TIMEOUT, failure.kind());
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        io.mxfail.real.Await.until(
                "the child is gone",
                java.time.Duration.ofSeconds(10),
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void a_child_that_keeps_the_pipe_open_does_not_keep_us() throws Exception {
        DnsProvider provider =
                bridge("60s", List.of(), "list) sleep 30 & echo '{\"rrsets\":[]}';;\n");
        assertTrue(provider.read(ZONE, Set.of(MX)).set(MX).isEmpty());
    }

    @Test
    void one_that_is_not_there_changed_nothing() {
        DnsProvider provider =
                new ExecFactory(Map.of())
                        .open(
                                new ProviderConfig(
                                        "exec", Map.of("command", List.of("/no/such/bridge"))));
        assertEquals(FailureKind.UNAVAILABLE, readFails(provider).kind());
        assertInstanceOf(Outcome.Rejected.class, provider.write(WRITE));
    }

    @Test
    void after_a_crash_only_a_read_tells_and_the_write_is_not_repeated() throws Exception {
        DnsProvider provider = bridge(CAN, "apply) kill -9 $$;;\n", LISTS_NEW);
        assertInstanceOf(Outcome.Applied.class, provider.write(WRITE));
        assertEquals(1, asked("apply"));
    }

    @Test
    void a_crash_that_left_the_old_data_is_in_doubt() throws Exception {
        DnsProvider provider = bridge(CAN, "apply) kill -9 $$;;\n", LISTS_OLD);
        assertInstanceOf(Outcome.Unknown.class, provider.write(WRITE));
    }

    @Test
    void a_yes_that_the_list_does_not_bear_out_is_no_success() throws Exception {
        DnsProvider provider = bridge(CAN, "apply) echo '{\"result\":\"applied\"}';;\n", LISTS_OLD);
        var partial = assertInstanceOf(Outcome.Partial.class, provider.write(WRITE));
        assertEquals(List.of(MX), partial.left());
    }

    @Test
    void a_no_that_promises_that_nothing_changed_is_a_refusal() throws Exception {
        DnsProvider provider =
                bridge(
                        CAN,
                        "apply) echo '{\"error\":{\"code\":\"throttled\",\"message\":\"slow"
                                + " down\",\"retryAfterSeconds\":30}}'; exit 1;;\n");
        var rejected = assertInstanceOf(Outcome.Rejected.class, provider.write(WRITE));
        assertEquals(FailureKind.THROTTLED, rejected.kind());
        assertEquals(Optional.of(java.time.Duration.ofSeconds(30)), rejected.retryAfter());
        assertTrue(rejected.reason().contains("slow down"));
    }

    @Test
    void a_no_that_admits_a_change_is_read_back() throws Exception {
        DnsProvider provider =
                bridge(
                        CAN,
                        "apply) echo '{\"error\":{\"code\":\"invalid\",\"message\":\"half"
                                + " way\",\"nothingChanged\":false}}'; exit 1;;\n",
                        LISTS_OLD);
        assertInstanceOf(Outcome.Unknown.class, provider.write(WRITE));
    }

    @Test
    void where_the_bridge_does_not_compare_it_is_asked_right_before_the_write() throws Exception {
        DnsProvider provider =
                bridge(
                        "capabilities) echo '{\"capabilities\":{\"atomicity\":\"rrset\"}}';;\n",
                        lists("10 other.example.test.", 300));
        assertEquals(
                Capabilities.StaleWrite.DETECTED_BY_REREAD, provider.capabilities().staleWrite());
        assertEquals(Capabilities.Atomicity.RRSET, provider.capabilities().atomicity());
        assertEquals(new Outcome.Stale(List.of(MX)), provider.write(WRITE));
        assertEquals(0, asked("apply"));
    }

    @Test
    void capabilities_may_be_said_in_either_spelling_and_in_short() throws Exception {
        for (String said :
                List.of(
                        "{\"atomicity\":\"zone\",\"staleWrite\":\"refused-by-service\",\"minimumTtl\":60}",
                        "{\"atomicity\":\"ZONE\",\"staleWrite\":\"REFUSED_BY_SERVICE\",\"minimumTtl\":60}",
                        "{\"atomic\":\"zone\",\"cas\":true,\"minTtl\":60}")) {
            Capabilities can =
                    bridge("capabilities) echo '{\"capabilities\":" + said + "}';;\n")
                            .capabilities();
            assertEquals(Capabilities.Atomicity.ZONE, can.atomicity(), said);
            assertEquals(Capabilities.StaleWrite.REFUSED_BY_SERVICE, can.staleWrite(), said);
            assertEquals(60, can.minimumTtl().toSeconds(), said);
        }
        Capabilities least =
                bridge(
                                "capabilities) echo"
                                    + " '{\"capabilities\":{\"atomic\":\"none\",\"cas\":false}}';;\n")
                        .capabilities();
        assertEquals(Capabilities.Atomicity.RECORD, least.atomicity());
        assertEquals(Capabilities.StaleWrite.DETECTED_BY_REREAD, least.staleWrite());
    }

    @Test
    void a_type_that_it_cannot_write_is_refused_before_it_is_asked() throws Exception {
        DnsProvider provider =
                bridge(
                        "capabilities) echo '{\"capabilities\":{\"types\":[\"TXT\"]}}';;\n",
                        LISTS_OLD);
        var rejected = assertInstanceOf(Outcome.Rejected.class, provider.write(WRITE));
        assertEquals(FailureKind.UNSUPPORTED, rejected.kind());
        assertEquals(0, asked("apply"));
    }

    @Test
    void lies_about_names_zones_and_data_are_no_answers() throws Exception {
        var lies = new ArrayList<String>();
        lies.add("{\"rrsets\":{}}");
        lies.add(
                "{\"rrsets\":[{\"name\":\"example.test\",\"type\":\"MX\",\"ttl\":1,\"records\":[]}]}");
        lies.add(
                "{\"rrsets\":[{\"name\":\"example.test.\",\"type\":\"MX\",\"ttl\":-1,\"records\":[\"1"
                    + " a.\"]}]}");
        lies.add(
                "{\"rrsets\":[{\"name\":\"example.test.\",\"type\":\"MX\",\"ttl\":1,\"records\":[\"none\"]}]}");
        lies.add("{\"protocol\":\"mxfail-dns/2\",\"rrsets\":[]}");
        lies.add("[]");
        lies.add("{\"rrsets\":[]} {}");
        for (String lie : lies) {
            assertEquals(
                    FailureKind.UNAVAILABLE,
                    readFails(bridge("list) echo '" + lie + "';;\n")).kind());
        }
        DnsProvider provider = bridge("zone) echo '{\"zone\":\"other.test.\"}';;\n");
        assertThrows(ProviderException.class, () -> provider.zoneOf(ZONE));
    }

    @Test
    void it_gets_the_variables_that_are_named_and_no_others() throws Exception {
        DnsProvider provider =
                bridge(
                        "20s",
                        List.of("TOKEN"),
                        "list) env > environment; echo '{\"rrsets\":[]}';;\n");
        provider.read(ZONE, Set.of(MX));
        String environment = Files.readString(folder.resolve("environment"));
        assertTrue(environment.contains("TOKEN=passed"));
        assertFalse(environment.contains("OTHER"));
    }

    @Test
    void the_value_of_a_variable_that_it_tells_is_shown_as_its_name() throws Exception {
        String[] indiscreet = {
            "list) echo \"bad key $TOKEN\" >&2; exit 7;;\n",
            "list) echo \"$TOKEN is no JSON\";;\n",
            "list) echo '{\"error\":{\"code\":\"auth\",\"message\":\"no such key \"'$TOKEN'\"\"}}';"
                    + " printf %s $TOKEN | base64 >&2; exit 1;;\n",
            "list) echo \"{\\\"error\\\":{\\\"code\\\":\\\"auth\\\",\\\"message\\\":\\\"not"
                    + " $TOKEN\\\"}}\"; exit 1;;\n"
        };
        for (String answer : indiscreet) {
            String said = readFails(bridge("20s", List.of("TOKEN"), answer)).getMessage();
            assertFalse(said.contains("passed") || said.contains("cGFzc2Vk"), said);
        }
    }

    @Test
    void a_variable_that_is_not_set_is_told_before_anything_runs() {
        var wrong =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> bridge("20s", List.of("MISSING"), LISTS_OLD));
        assertTrue(wrong.getMessage().contains("MISSING"));
    }

    @Test
    void version_and_meta_come_back_with_the_write_as_they_were() throws Exception {
        DnsProvider provider =
                bridge(
                        CAN,
                        "list) echo"
                            + " '{\"rrsets\":[{\"name\":\"example.test.\",\"type\":\"MX\",\"ttl\":300,\"records\":[\"10"
                            + " mx1.example.test.\"],\"version\":\"v7\",\"meta\":{\"id\":[1.50,null]}}]}';;\n",
                        "apply) cat > request; echo '{}';;\n");
        var seen = provider.read(ZONE, Set.of(MX)).at(MX);
        provider.write(
                new ZoneWrite(ZONE, List.of(new SetWrite(MX, seen, Optional.of(NEW))), Set.of()));
        String request = Files.readString(folder.resolve("request"));
        assertTrue(request.contains("\"version\":\"v7\",\"meta\":{\"id\":[1.50,null]}"), request);
        assertTrue(request.contains("\"protocol\":\"mxfail-dns/1\""), request);
    }

    @Test
    void a_receipt_is_asked_for_until_it_is_done() throws Exception {
        DnsProvider provider =
                bridge(
                        "capabilities) echo"
                            + " '{\"capabilities\":{\"status\":true,\"staleWrite\":\"refused-by-service\"}}';;\n",
                        "apply) echo '{\"result\":\"applied\",\"changeId\":\"c1\"}';;\n",
                        LISTS_NEW,
                        "status) grep -q c1 && echo '{\"state\":\"pending\"}';;\n");
        assertEquals(new Outcome.Applied("c1"), provider.write(WRITE));
        assertFalse(provider.inSync("c1"));
    }
}
