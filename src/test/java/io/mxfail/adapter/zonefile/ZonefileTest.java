package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ZonefileTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordSet OLD = RecordSet.parse(MX, 300, List.of("10 mx1.example.test."));
    private static final RecordSet NEW = RecordSet.parse(MX, 60, List.of("10 mx2.example.test."));
    private static final ZoneWrite SWITCH =
            new ZoneWrite(
                    ZONE,
                    List.of(new SetWrite(MX, Optional.of(ObservedSet.of(OLD)), Optional.of(NEW))),
                    Set.of());

    @TempDir private Path folder;

    private Path written(String more) throws IOException {
        return Files.writeString(
                folder.resolve("example.test.zone"), Written.HEAD + "@ IN MX 10 mx1\n" + more);
    }

    private ZonefileAccount account(List<String> check, List<String> reload) {
        return new ZonefileAccount(folder + "/${zone}.zone", check, reload);
    }

    private ZonefileAccount account() {
        return account(List.of(), List.of());
    }

    private static String refused(ZonefileAccount account, FailureKind kind) {
        var failure =
                assertThrows(
                        ProviderException.class, () -> account.provider().read(ZONE, Set.of(MX)));
        assertEquals(kind, failure.kind(), failure.getMessage());
        var rejected = assertInstanceOf(Outcome.Rejected.class, account.provider().write(SWITCH));
        assertEquals(kind, rejected.kind());
        return failure.getMessage();
    }

    @Test
    void a_write_changes_the_set_and_the_serial_and_nothing_else() throws Exception {
        Path file = written("; the end\n");
        String before = Files.readString(file);
        assertInstanceOf(Outcome.Applied.class, account().provider().write(SWITCH));
        assertEquals(
                before.replace("2026112307", "2026112400")
                        .replace("@ IN MX 10 mx1", "@ 60 IN MX 10 mx2"),
                Files.readString(file));
    }

    @Test
    void mode_owner_and_links_stay_and_nothing_is_left_behind() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("zone");
        Files.move(written(""), real);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(folder.resolve("example.test.zone"), Path.of("real/zone"));
        assertInstanceOf(Outcome.Applied.class, account().provider().write(SWITCH));
        assertTrue(Files.isSymbolicLink(folder.resolve("example.test.zone")));
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        assertTrue(Files.readString(real).contains("@ 60 IN MX 10 mx2\n"));
        try (var files = Files.list(real.getParent())) {
            assertEquals(List.of(real), files.toList());
        }
    }

    @Test
    void a_file_that_the_checker_refuses_never_takes_the_old_ones_place() throws Exception {
        Path file = written("");
        String before = Files.readString(file);
        var rejected =
                assertInstanceOf(
                        Outcome.Rejected.class,
                        account(
                                        List.of(
                                                "/bin/sh",
                                                "-c",
                                                "echo 'line 9: \u001b[2Jbad'; exit 1"),
                                        List.of())
                                .provider()
                                .write(SWITCH));
        assertEquals(FailureKind.INVALID, rejected.kind());
        assertTrue(rejected.reason().contains("line 9: ?[2Jbad"), rejected.reason());
        assertEquals(before, Files.readString(file));
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".mxfail-new")));
        }
    }

    @Test
    void the_checker_sees_the_new_file_and_the_zone() throws Exception {
        written("");
        var account =
                account(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "grep -q mx2 \"$2\" && test $1 = example.test",
                                "sh"),
                        List.of());
        assertInstanceOf(Outcome.Applied.class, account.provider().write(SWITCH));
    }

    @Test
    void a_reload_that_fails_is_told_as_written_and_not_served() throws Exception {
        Path file = written("");
        var partial =
                assertInstanceOf(
                        Outcome.Partial.class,
                        account(List.of(), List.of("/bin/sh", "-c", "echo no ${zone}; exit 7"))
                                .provider()
                                .write(SWITCH));
        assertEquals(List.of(MX), partial.done());
        assertEquals(List.of(), partial.left());
        assertTrue(partial.cause().contains("no example.test"), partial.cause());
        assertTrue(Files.readString(file).contains("mx2"));
    }

    @Test
    void an_edit_by_someone_else_while_the_checker_runs_is_not_overwritten() throws Exception {
        Path file = written("");
        var account = account(List.of("/bin/sh", "-c", "echo '; mine' >> " + file), List.of());
        assertInstanceOf(Outcome.Rejected.class, account.provider().write(SWITCH));
        assertTrue(Files.readString(file).endsWith("; mine\n"));
    }

    @Test
    void what_is_included_counts_as_the_file_does() throws Exception {
        written("$INCLUDE hosts.inc\n");
        Path included = Files.writeString(folder.resolve("hosts.inc"), "www IN A 192.0.2.1\n");
        var provider = account().provider();
        RecordKey www = new RecordKey(Name.fromConstantString("www.example.test."), Type.A);
        String before = revision(provider);
        assertEquals(before, revision(provider));

        var meanwhile =
                account(
                        List.of("/bin/sh", "-c", "echo 'www IN A 192.0.2.2' > " + included),
                        List.of());
        var rejected = assertInstanceOf(Outcome.Rejected.class, meanwhile.provider().write(SWITCH));
        assertTrue(rejected.reason().contains("what it includes"), rejected.reason());
        assertNotEquals(before, revision(provider));
        assertEquals(
                List.of("192.0.2.2"),
                provider.read(ZONE, Set.of(www)).set(www).orElseThrow().data());
    }

    @Test
    void a_set_that_moved_in_an_included_file_since_it_was_read_is_stale() throws Exception {
        Path file = written("$INCLUDE hosts.inc\n");
        Path included = Files.writeString(folder.resolve("hosts.inc"), "@ IN TXT \"old\"\n");
        String before = Files.readString(file);
        RecordKey txt = new RecordKey(ZONE, Type.TXT);
        var seen = account().provider().read(ZONE, Set.of(txt));
        Files.writeString(included, "@ IN TXT \"new\"\n");
        var write =
                new ZoneWrite(
                        ZONE,
                        List.of(
                                SWITCH.sets().getFirst(),
                                new SetWrite(
                                        txt,
                                        seen.at(txt),
                                        Optional.of(
                                                RecordSet.parse(txt, 60, List.of("\"ours\""))))),
                        Set.of());
        assertEquals(new Outcome.Stale(List.of(txt)), account().provider().write(write));
        assertEquals(before, Files.readString(file));
    }

    @Test
    void a_name_that_an_included_file_has_taken_since_is_stale_too() throws Exception {
        Path file = written("$INCLUDE hosts.inc\n");
        Files.writeString(folder.resolve("hosts.inc"), "www IN A 192.0.2.1\n");
        String before = Files.readString(file);
        RecordKey www = new RecordKey(Name.fromConstantString("www.example.test."), Type.A);
        var write = new ZoneWrite(ZONE, SWITCH.sets(), Set.of(www));
        assertEquals(new Outcome.Stale(List.of(www)), account().provider().write(write));
        assertEquals(before, Files.readString(file));
    }

    private static String revision(DnsProvider provider) throws ProviderException {
        return provider.read(ZONE, Set.of(MX)).at(MX).orElseThrow().revision();
    }

    @Test
    void a_lock_that_a_killed_writer_left_behind_holds_nobody_back_and_goes() throws Exception {
        Path file = written("");
        Files.createFile(OneWriter.fileFor(file));
        assertInstanceOf(Outcome.Applied.class, account().provider().write(SWITCH));
        assertFalse(Files.exists(OneWriter.fileFor(file)));
    }

    @Test
    void a_zone_with_a_journal_is_the_servers_own() throws Exception {
        written("");
        Files.createFile(folder.resolve("example.test.zone.jnl"));
        assertTrue(refused(account(), FailureKind.UNSUPPORTED).contains("rfc2136"));
    }

    @Test
    void a_signed_file_is_refused_and_a_signed_copy_needs_a_reload() throws Exception {
        Path file = written("");
        Files.createFile(folder.resolve("example.test.zone.signed"));
        assertTrue(refused(account(), FailureKind.UNSUPPORTED).contains("reload"));
        assertInstanceOf(
                Outcome.Applied.class,
                account(List.of(), List.of("true")).provider().write(SWITCH));
        Files.writeString(
                file, "@ IN NSEC ns1 NS SOA MX\n", java.nio.file.StandardOpenOption.APPEND);
        assertTrue(
                refused(account(List.of(), List.of("true")), FailureKind.UNSUPPORTED)
                        .contains("signatures"));
    }

    @Test
    void hostile_files_are_refused_and_left_alone() throws Exception {
        Path file = folder.resolve("example.test.zone");
        Files.write(file, new byte[] {0, 0, 0, 2, 0, 0});
        refused(account(), FailureKind.UNSUPPORTED);
        Files.writeString(file, "");
        refused(account(), FailureKind.NO_SUCH_ZONE);
        Files.writeString(file, Written.HEAD + "$INCLUDE example.test.zone\n");
        refused(account(), FailureKind.INVALID);
        Files.writeString(file, Written.HEAD + "a 300 TXT \"x\n");
        refused(account(), FailureKind.INVALID);
        Files.delete(file);
        Files.createDirectory(file);
        refused(account(), FailureKind.NO_SUCH_ZONE);
    }

    @Test
    void a_delegated_name_is_not_looked_for_here() throws Exception {
        written("child IN NS ns1\n");
        var failure =
                assertThrows(
                        ProviderException.class,
                        () ->
                                account()
                                        .provider()
                                        .zoneOf(
                                                Name.fromConstantString(
                                                        "www.child.example.test.")));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
        assertTrue(failure.getMessage().contains("delegated"));
    }

    @Test
    void names_never_leave_the_folder() throws Exception {
        Name sly = Name.fromString("sub/secret.");
        Files.writeString(
                Files.createDirectory(folder.resolve("sub")).resolve("secret.zone"),
                "$ORIGIN sub/secret.\n@ 300 SOA a b 1 1 1 1 1\n");
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> account().provider().read(sly, Set.of(new RecordKey(sly, Type.MX))));
        assertEquals(FailureKind.NO_SUCH_ZONE, failure.kind());
    }

    @Test
    void the_right_to_write_is_proven_without_a_change() throws Exception {
        Path file = written("");
        String before = Files.readString(file);
        var proof =
                account(List.of("/bin/sh", "-c", "grep -q 2026112400 $2", "sh"), List.of("false"))
                        .provider()
                        .prove(ZONE, Set.of(MX));
        assertEquals(Proof.State.PROVEN, proof.state(), proof::toString);
        assertEquals(before, Files.readString(file));
        var refused = account(List.of("false"), List.of()).provider().prove(ZONE, Set.of(MX));
        assertEquals(Proof.State.REFUSED, refused.state());
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".mxfail-new")));
        }
    }

    @Test
    void a_second_hard_link_is_refused() throws Exception {
        Files.createLink(folder.resolve("other"), written(""));
        var rejected = assertInstanceOf(Outcome.Rejected.class, account().provider().write(SWITCH));
        assertTrue(rejected.reason().contains("hard links"));
    }

    @Test
    void publishing_runs_the_reload_and_changes_nothing() throws Exception {
        Path file = written("");
        String before = Files.readString(file);
        Path loaded = folder.resolve("loaded");
        account(List.of(), List.of("sh", "-c", "echo ${zone} >> " + loaded))
                .provider()
                .publish(ZONE);
        assertEquals("example.test\n", Files.readString(loaded));
        assertEquals(before, Files.readString(file));
        var failure =
                assertThrows(
                        ProviderException.class,
                        () -> account(List.of(), List.of("false")).provider().publish(ZONE));
        assertTrue(failure.getMessage().contains("not made to load it"), failure.getMessage());
    }
}
