package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.MailSender;
import io.mxfail.port.MailSender.Fate;
import io.mxfail.port.MailboxSearch;
import io.mxfail.port.MailboxSearch.Look;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A switch whose profile asks to see a message arrive.
class DeliveryTest {
    private final Office office = Office.open().withDelivery();
    private final List<InetSocketAddress> sentTo = new ArrayList<>();

    private void hosts(Fate fate, String step, Reply reply, Verdict verdict) {
        office.sender =
                (_, host) -> {
                    sentTo.add(host);
                    return new MailSender.Sent(
                            fate, step, reply, verdict, TlsResult.notTried(), Duration.ZERO);
                };
    }

    private void taking() {
        hosts(Fate.TAKEN, "message", new Reply(250, "", "queued"), Verdict.ACCEPTED);
    }

    private static VerifyReport.Mail mail(Switch.Done done) {
        return done.result().verified().orElseThrow().domains().getFirst().mail();
    }

    @Test
    void a_message_that_arrives_verifies_and_went_to_the_new_host_once() throws Exception {
        taking();
        office.mailboxes =
                (_, word) ->
                        office.time.instant().isAfter(VirtualTime.START.plusSeconds(5))
                                ? new Look.Found("Subject: " + word + "\nReceived: by mx1 with X\n")
                                : new Look.Missing();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit());
        assertEquals(VerifyReport.Delivery.ARRIVED, mail(done).delivery());
        assertEquals(
                List.of("mx1 X"), mail(done).canaries().getFirst().arrived().orElseThrow().path());
        assertEquals(List.of(new InetSocketAddress("192.0.2.20", 25)), sentTo);
    }

    @Test
    void a_message_that_does_not_arrive_keeps_the_run_pending() throws Exception {
        taking();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        assertEquals(VerifyReport.Delivery.PENDING, mail(done).delivery());
        assertEquals(1, sentTo.size());
        assertTrue(mail(done).canaries().getFirst().detail().contains("not in the mailbox so far"));
    }

    @Test
    void a_message_that_the_new_host_refuses_asks_to_act_now() throws Exception {
        hosts(Fate.REFUSED, "message", new Reply(554, "5.7.1", "no"), Verdict.REFUSED);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals(VerifyReport.Delivery.FAILED, mail(done).delivery());
    }

    @Test
    void a_refusal_of_this_machine_alone_proves_nothing() throws Exception {
        hosts(Fate.REFUSED, "mail", new Reply(550, "", "listed"), Verdict.REFUSED_PROBE);
        assertEquals(Exit.PENDING, office.switchToBackup().result().exit());
    }

    @Test
    void a_host_that_puts_off_is_tried_again() throws Exception {
        hosts(Fate.DEFERRED, "rcpt", new Reply(450, "", "later"), Verdict.GREYLISTED);
        assertEquals(Exit.PENDING, office.switchToBackup().result().exit());
        assertTrue(sentTo.size() > 2, "" + sentTo);
    }

    @Test
    void a_mailbox_that_nobody_can_read_is_said_at_once_and_nothing_is_sent() throws Exception {
        taking();
        office.withoutSecrets();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        assertEquals(List.of(), sentTo);
        assertTrue(office.time.instant().isBefore(VirtualTime.START.plusSeconds(60)));
    }

    private static Look found(String word) {
        return new Look.Found("Subject: " + word + "\n");
    }

    private static boolean isBackups(MailboxSearch.Mailbox mailbox) {
        return mailbox.targets().getFirst().getHostString().equals("192.0.2.31");
    }

    @Test
    void a_message_is_looked_for_at_the_site_that_should_have_it() throws Exception {
        taking();
        office.withMailboxAtBackup();
        office.mailboxes = (mailbox, word) -> isBackups(mailbox) ? found(word) : new Look.Missing();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit());
        assertEquals(
                Optional.of(new CanaryReport.Place("backup", Optional.of("backup"))),
                mail(done).canaries().getFirst().place());
    }

    @Test
    void one_that_came_to_another_site_is_told_and_waited_for_a_minute_more() throws Exception {
        taking();
        office.withMailboxAtBackup();
        var asked = new ArrayList<Boolean>();
        office.mailboxes =
                (mailbox, word) -> {
                    asked.add(isBackups(mailbox));
                    return isBackups(mailbox) ? new Look.Missing() : found(word);
                };
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        CanaryReport canary = mail(done).canaries().getFirst();
        assertEquals("arrived at primary, should be at backup", canary.detail());
        assertEquals(Optional.of("primary"), canary.place().orElseThrow().stray());
        assertEquals(1, asked.stream().filter(backup -> !backup).count());
        Duration took = Duration.between(VirtualTime.START, office.time.instant());
        assertTrue(took.toSeconds() > 60 && took.toSeconds() < 90, took::toString);
    }

    @Test
    void a_copy_at_another_site_does_not_count_once_it_is_where_it_should_be() throws Exception {
        taking();
        office.withMailboxAtBackup();
        office.mailboxes =
                (mailbox, word) ->
                        !isBackups(mailbox)
                                        || office.time
                                                .instant()
                                                .isAfter(VirtualTime.START.plusSeconds(30))
                                ? found(word)
                                : new Look.Missing();
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }

    @Test
    void another_sites_mailbox_that_cannot_be_read_is_asked_once_and_holds_nothing_up()
            throws Exception {
        taking();
        office.withMailboxAtBackup();
        var others = new ArrayList<MailboxSearch.Mailbox>();
        office.mailboxes =
                (mailbox, word) -> {
                    if (!isBackups(mailbox)) {
                        others.add(mailbox);
                        return new Look.Unreadable("nobody listens", true);
                    }
                    return office.time.instant().isAfter(VirtualTime.START.plusSeconds(30))
                            ? found(word)
                            : new Look.Missing();
                };
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(1, others.size());
    }

    @Test
    void one_that_came_to_another_site_is_told_even_if_the_right_mailbox_is_down()
            throws Exception {
        taking();
        office.withMailboxAtBackup();
        office.mailboxes =
                (mailbox, word) ->
                        isBackups(mailbox)
                                ? new Look.Unreadable("nobody listens", true)
                                : found(word);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        CanaryReport canary = mail(done).canaries().getFirst();
        assertEquals("arrived at primary, should be at backup", canary.detail());
        assertEquals(Optional.of("primary"), canary.place().orElseThrow().stray());
    }

    @Test
    void back_at_the_primary_the_mailbox_of_all_others_counts() throws Exception {
        taking();
        office.withMailboxAtBackup();
        office.mailboxes = (mailbox, word) -> isBackups(mailbox) ? new Look.Missing() : found(word);
        var check = new Check(office.world(), Progress.SILENT);
        var report =
                check.run(
                        new Selection(List.of(), false, List.of()),
                        java.util.Optional.empty(),
                        true);
        assertEquals(
                Optional.of(new CanaryReport.Place("primary", Optional.of("primary"))),
                report.canaries().getFirst().canary().place());
    }

    @Test
    void who_verifies_later_is_told_to_wait_for_the_message_and_not_for_caches() throws Exception {
        taking();
        office.mailboxes = (_, word) -> found(word);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        office.mailboxes = (_, _) -> new Look.Unreadable("nobody listens", true);
        Instant asked = office.time.instant();

        VerifyReport report =
                new Verify(office.world(), Progress.SILENT)
                        .run(
                                new Selection(List.of(), false, List.of()),
                                Optional.of("backup"),
                                Optional.empty());

        assertEquals(1, Verify.exit(report), report::toString);
        assertEquals(60, Duration.between(asked, office.time.instant()).toSeconds());
        List<String> next = Verify.next(report, office.time.instant());
        assertTrue(next.getFirst().contains("cannot be read: nobody listens"), next::toString);
        assertEquals("Next: mxfail verify again, or mxfail verify --wait 15m", next.getLast());
    }

    @Test
    void a_check_sends_only_when_asked_to() throws Exception {
        taking();
        office.mailboxes = (_, word) -> new Look.Found("Subject: " + word + "\n");
        var selection = new Selection(List.of(), false, List.of());
        var check = new Check(office.world(), Progress.SILENT);
        check.run(selection, java.util.Optional.empty());
        assertEquals(List.of(), sentTo);
        var report = check.run(selection, java.util.Optional.empty(), true);
        assertEquals(1, sentTo.size());
        assertEquals(VerifyReport.Delivery.ARRIVED, report.canaries().getFirst().canary().state());
    }
}
