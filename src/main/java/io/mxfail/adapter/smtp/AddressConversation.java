package io.mxfail.adapter.smtp;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.Verdict;
import io.mxfail.port.ProbeRequest;
import io.mxfail.wire.tcp.Deadline;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is said to one address of a host.
///
/// Hosts close connections on clients that look like a search for addresses, and some refuse a
/// null sender with several recipients. So every recipient has a transaction of its own, a
/// refused one ends its connection, and invented names come last, each alone. There is never a
/// `DATA`.
final class AddressConversation {
    /// Beyond this many connections a probe would look like an attack.
    private static final int MAX_CONNECTIONS = 20;

    /// A session's time is meant for about so many recipients.
    private static final int RECIPIENTS_PER_SESSION = 100;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ProbeRequest request;
    private final InetSocketAddress target;
    private final ProbeRequest.Deadlines limits;
    private final Deadline total;
    private final StepLog log = new StepLog();
    private final Opening opening;

    private final Map<Recipient, RecipientResult> results = new LinkedHashMap<>();
    private Optional<Reply> nullSenderRefusal = Optional.empty();
    private String sender = "";
    private boolean everOpened;

    /// Times in a row that a recipient ended a connection.
    private int silences;

    AddressConversation(
            ProbeRequest request, InetSocketAddress target, TlsClient tls, InstantSource clock) {
        this.request = request;
        this.target = target;
        this.opening = new Opening(request, target, tls, clock, log);
        this.limits = request.deadlines();
        // Two sessions' time: one for the declared recipients, one for retries and invented names.
        this.total =
                Deadline.in(
                        limits.session()
                                .multipliedBy(
                                        2L + request.recipients().size() / RECIPIENTS_PER_SESSION));
    }

    AddressProbe run() {
        List<Recipient> all = request.recipients();
        List<Recipient> declared = all.stream().filter(r -> !r.invented()).toList();
        boolean more = ask(new ArrayDeque<>(declared));
        for (Recipient recipient : all.stream().filter(Recipient::invented).toList()) {
            more = more && ask(new ArrayDeque<>(List.of(recipient)));
        }
        return new AddressProbe(
                new ServerAddress(AddressText.of(target.getAddress()), target.getPort()),
                opening.contact(),
                log.steps(),
                all.stream().distinct().map(this::result).toList(),
                opening.encryption(),
                new AddressProbe.Service(nullSenderRefusal, opening.extensions()));
    }

    private RecipientResult result(Recipient recipient) {
        return results.computeIfAbsent(
                recipient,
                r -> RecipientResult.notAsked(r, "not asked: " + opening.failure().reply().text()));
    }

    /// Asks about recipients over as many connections as it takes; one if there are none.
    ///
    /// @return whether the address is worth another connection
    private boolean ask(Deque<Recipient> queue) {
        do {
            if (isSpent()) {
                return false;
            }
            Optional<SmtpConnection> opened = opening.open(total);
            if (opened.isPresent()) {
                try (SmtpConnection connection = opened.get()) {
                    if (!transact(connection, queue)) {
                        return false;
                    }
                }
            } else if (!opening.goesOnInTheClear()) {
                StepResult failure = opening.failure();
                // Only a first refusal is evidence: a later one may be meant for our haste.
                if (failure.stage() != Stage.CONNECT && !everOpened) {
                    queue.forEach(recipient -> decide(recipient, failure));
                }
                return false;
            }
        } while (!queue.isEmpty());
        return true;
    }

    private boolean isSpent() {
        if (silences == 2) {
            return !giveUp("it hung up on two recipients");
        }
        if (opening.connections() >= MAX_CONNECTIONS) {
            return !giveUp(MAX_CONNECTIONS + " connections were enough");
        }
        return total.left().compareTo(limits.step()) < 0
                && !giveUp("the time for this address is over");
    }

    private boolean giveUp(String why) {
        return opening.fail(new StepResult(Stage.CONNECT, false, Duration.ZERO, Reply.none(why)));
    }

    /// Goes through the queue until the connection has served its time.
    ///
    /// @return whether what is left of the queue is worth another connection
    private boolean transact(SmtpConnection connection, Deque<Recipient> queue) {
        everOpened = true;
        boolean fresh = true;
        while (!queue.isEmpty()) {
            if (!fresh && connection.left().compareTo(limits.step()) < 0) {
                break; // our own deadline must not look like the host's silence
            }
            Recipient recipient = queue.getFirst();
            StepResult mail =
                    log.step(Stage.MAIL, connection, "MAIL FROM:<" + sender + ">", limits.step());
            if (!mail.ok() && !fresh && !StepLog.leavesOpen(mail.reply())) {
                return true; // some hosts allow a few transactions a connection
            }
            if (!mail.ok()) {
                return onRefusedSender(connection, mail, queue);
            }
            StepResult rcpt = rcpt(connection, recipient);
            if (sender.isEmpty()
                    && Verdict.blamesNullSender(Stage.RCPT, rcpt.reply(), recipient.address())) {
                return onRefusedSender(connection, rcpt, queue);
            }
            queue.removeFirst();
            Verdict verdict = decide(recipient, rcpt).verdict();
            fresh = false;
            if (!StepLog.leavesOpen(rcpt.reply())) {
                silences++;
                return true;
            }
            silences = 0;
            StepResult reset = log.step(Stage.RSET, connection, "RSET", limits.step());
            if (!reset.ok()) {
                return true;
            }
            if (verdict.isRefusal()) {
                break;
            }
        }
        quit(connection);
        return true;
    }

    /// The null sender must be accepted (RFC 5321, section 4.5.5); a host that does not is tried
    /// once more with an ordinary one.
    private boolean onRefusedSender(
            SmtpConnection connection, StepResult refused, Deque<Recipient> queue) {
        if (StepLog.leavesOpen(refused.reply())) {
            quit(connection);
        }
        Optional<String> other = request.identity().mailFrom();
        boolean nullSender =
                sender.isEmpty() && Verdict.blamesNullSender(refused.stage(), refused.reply(), "");
        if (!nullSender) {
            queue.forEach(recipient -> decide(recipient, refused));
            return false;
        }
        nullSenderRefusal = Optional.of(refused.reply());
        if (other.isEmpty()) {
            opening.fail(refused);
            queue.forEach(
                    r ->
                            results.put(
                                    r,
                                    new RecipientResult(
                                            r,
                                            refused.stage(),
                                            refused.reply(),
                                            Verdict.INCONCLUSIVE,
                                            refused.took())));
            return false;
        }
        sender = other.get();
        return true;
    }

    /// What happened to an invented name before `RCPT` says nothing about it; nor does the end of
    /// a conversation that was slow at every step, for senders wait longer than we do.
    private RecipientResult decide(Recipient recipient, StepResult step) {
        Verdict verdict = Verdict.of(step.stage(), step.reply(), recipient.address());
        if (recipient.invented() && step.stage() != Stage.RCPT) {
            verdict = Verdict.NOT_ASKED;
        } else if (log.isOvertime() && !step.reply().isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
        }
        var result =
                new RecipientResult(recipient, step.stage(), step.reply(), verdict, step.took());
        results.put(recipient, result);
        return result;
    }

    private void quit(SmtpConnection connection) {
        log.timed(Stage.QUIT, () -> connection.say("QUIT", FAREWELL).reply());
    }

    /// A host does well to refuse an invented name.
    private StepResult rcpt(SmtpConnection connection, Recipient recipient) {
        long start = System.nanoTime();
        Reply reply =
                connection.say("RCPT TO:<" + recipient.address() + ">", limits.step()).reply();
        log.overtime(connection.left().isZero());
        boolean ok = recipient.invented() ? reply.isPermanent() : reply.isPositive();
        return log.note(Stage.RCPT, ok, start, reply);
    }
}
