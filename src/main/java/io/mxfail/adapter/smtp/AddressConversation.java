package io.mxfail.adapter.smtp;

import io.mxfail.core.dns.AddressText;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Extensions;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.port.ProbeRequest;
import io.mxfail.wire.tcp.Deadline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLSession;

/// All that is said to one address of a host.
///
/// Hosts close connections on clients that look like a search for addresses, and some refuse a
/// null sender with several recipients. So every recipient has a transaction of its own, a
/// refused one ends its connection, and invented names come last, each alone. There is never a
/// `DATA`.
final class AddressConversation {
    /// More steps than this say nothing new; recipients keep their own times.
    private static final int KEPT_STEPS = 60;

    /// Beyond this many connections a probe would look like an attack.
    private static final int MAX_CONNECTIONS = 20;

    /// A session's time is meant for about so many recipients.
    private static final int RECIPIENTS_PER_SESSION = 100;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ProbeRequest request;
    private final InetSocketAddress target;
    private final TlsClient tls;
    private final InstantSource clock;
    private final ProbeRequest.Deadlines limits;
    private final Deadline total;

    private final List<StepResult> steps = new ArrayList<>();
    private final Map<Recipient, RecipientResult> results = new LinkedHashMap<>();
    private Contact contact = Contact.CONNECTED;
    private TlsResult encryption = TlsResult.notTried();
    private Optional<Reply> nullSenderRefusal = Optional.empty();
    private Extensions extensions = Extensions.NONE;
    private String sender = "";
    private boolean inTheClear;
    private boolean everOpened;
    private int connections;

    /// The connection ended because its time was over, not because the host was silent.
    private boolean overtime;

    /// Times in a row that a recipient ended a connection.
    private int silences;

    /// The step that ended the connection, valid after [#open] gave none.
    private StepResult failure =
            new StepResult(Stage.CONNECT, false, Duration.ZERO, Reply.none(""));

    AddressConversation(
            ProbeRequest request, InetSocketAddress target, TlsClient tls, InstantSource clock) {
        this.request = request;
        this.target = target;
        this.tls = tls;
        this.clock = clock;
        this.limits = request.deadlines();
        this.inTheClear = request.security().startTls() == StartTls.OFF;
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
                contact,
                steps,
                all.stream().distinct().map(this::result).toList(),
                encryption,
                new AddressProbe.Service(nullSenderRefusal, extensions));
    }

    private RecipientResult result(Recipient recipient) {
        return results.computeIfAbsent(
                recipient,
                r -> RecipientResult.notAsked(r, "not asked: " + failure.reply().text()));
    }

    /// Asks about recipients over as many connections as it takes; one if there are none.
    ///
    /// @return whether the address is worth another connection
    private boolean ask(Deque<Recipient> queue) {
        do {
            if (isSpent()) {
                return false;
            }
            Optional<SmtpConnection> opened = open();
            if (opened.isPresent()) {
                try (SmtpConnection connection = opened.get()) {
                    if (!transact(connection, queue)) {
                        return false;
                    }
                }
            } else if (failure.stage() == Stage.TLS && !inTheClear) {
                inTheClear = true; // as senders do whom encryption is welcome but not a duty
            } else {
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
        if (connections >= MAX_CONNECTIONS) {
            return !giveUp(MAX_CONNECTIONS + " connections were enough");
        }
        return total.left().compareTo(limits.step()) < 0
                && !giveUp("the time for this address is over");
    }

    private boolean giveUp(String why) {
        return fail(new StepResult(Stage.CONNECT, false, Duration.ZERO, Reply.none(why)));
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
            StepResult mail = step(Stage.MAIL, connection, "MAIL FROM:<" + sender + ">");
            if (!mail.ok() && !fresh && !leavesOpen(mail.reply())) {
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
            if (!leavesOpen(rcpt.reply())) {
                silences++;
                return true;
            }
            silences = 0;
            StepResult reset = step(Stage.RSET, connection, "RSET");
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
        if (leavesOpen(refused.reply())) {
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
            failure = refused;
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
        } else if (overtime && !step.reply().isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
        }
        var result =
                new RecipientResult(recipient, step.stage(), step.reply(), verdict, step.took());
        results.put(recipient, result);
        return result;
    }

    /// Brings a connection to the point where mail could be sent.
    private Optional<SmtpConnection> open() {
        Deadline session = total.orIn(limits.session());
        overtime = false;
        long start = System.nanoTime();
        SmtpConnection connection;
        try {
            connection = SmtpConnection.open(target, limits.step(), session);
        } catch (IOException e) {
            Contact found = Contacts.of(e, target);
            if (connections++ == 0) {
                contact = found;
            }
            failure = note(Stage.CONNECT, false, start, Reply.none(words(found, e)));
            return Optional.empty();
        }
        connections++;
        note(Stage.CONNECT, true, start, Reply.none(""));
        if (greet(connection)) {
            return Optional.of(connection);
        }
        overtime = connection.left().isZero();
        connection.close();
        return Optional.empty();
    }

    private boolean greet(SmtpConnection connection) {
        StepResult greeting =
                timed(Stage.GREETING, () -> connection.greeting(limits.greeting()).reply());
        if (!greeting.ok()) {
            return fail(greeting);
        }
        long start = System.nanoTime();
        RawReply ehlo = connection.say(hello("EHLO"), limits.step());
        StepResult hello = note(Stage.EHLO, ehlo.reply().isPositive(), start, ehlo.reply());
        offered(ehlo);
        if (ehlo.reply().isPermanent()) {
            hello = step(Stage.HELO, connection, hello("HELO"));
        }
        if (!hello.ok()) {
            return fail(hello);
        }
        return inTheClear || encrypt(connection, ehlo);
    }

    private boolean encrypt(SmtpConnection connection, RawReply ehlo) {
        if (!ehlo.reply().isPositive() || !ehlo.offers("STARTTLS")) {
            encryption = TlsResult.without(TlsResult.Status.NOT_OFFERED, "STARTTLS is not offered");
            return true;
        }
        StepResult agreed = step(Stage.STARTTLS, connection, "STARTTLS");
        if (!agreed.ok()) {
            encryption = TlsResult.without(TlsResult.Status.REFUSED, agreed.reply().toString());
            // After a refusal the conversation goes on in the clear; after silence it does not.
            return leavesOpen(agreed.reply()) || fail(agreed);
        }
        long start = System.nanoTime();
        try {
            SSLSession session = connection.encrypt(tls, limits.step());
            TlsSession found = tls.examine(session, clock.instant());
            note(Stage.TLS, true, start, Reply.none(found.protocol()));
            encryption = TlsResult.established(found);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            encryption = TlsClient.failure(why);
            return fail(note(Stage.TLS, false, start, Reply.none(why)));
        }
        return helloAgain(connection);
    }

    private boolean helloAgain(SmtpConnection connection) {
        long start = System.nanoTime();
        RawReply ehlo = connection.say(hello("EHLO"), limits.step());
        overtime = connection.left().isZero();
        offered(ehlo);
        StepResult again = note(Stage.EHLO_TLS, ehlo.reply().isPositive(), start, ehlo.reply());
        return again.ok() || fail(again);
    }

    /// What holds is the last offer: that under encryption where there is some.
    private void offered(RawReply ehlo) {
        if (ehlo.reply().isPositive()) {
            extensions = new Extensions(ehlo.lines().stream().skip(1).toList());
        }
    }

    /// Whether the connection is still good after this reply.
    private static boolean leavesOpen(Reply reply) {
        return reply.isPresent() && reply.code() != 421;
    }

    private String hello(String verb) {
        return verb + " " + request.identity().helo();
    }

    private void quit(SmtpConnection connection) {
        timed(Stage.QUIT, () -> connection.say("QUIT", FAREWELL).reply());
    }

    private StepResult step(Stage stage, SmtpConnection connection, String line) {
        StepResult result = timed(stage, () -> connection.say(line, limits.step()).reply());
        overtime = connection.left().isZero();
        return result;
    }

    /// A host does well to refuse an invented name.
    private StepResult rcpt(SmtpConnection connection, Recipient recipient) {
        long start = System.nanoTime();
        Reply reply =
                connection.say("RCPT TO:<" + recipient.address() + ">", limits.step()).reply();
        overtime = connection.left().isZero();
        boolean ok = recipient.invented() ? reply.isPermanent() : reply.isPositive();
        return note(Stage.RCPT, ok, start, reply);
    }

    private StepResult timed(Stage stage, Supplier<Reply> action) {
        long start = System.nanoTime();
        Reply reply = action.get();
        return note(stage, reply.isPositive(), start, reply);
    }

    private StepResult note(Stage stage, boolean ok, long start, Reply reply) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        StepResult step = new StepResult(stage, ok, took, reply);
        if (steps.size() < KEPT_STEPS) {
            steps.add(step);
        }
        return step;
    }

    private boolean fail(StepResult step) {
        failure = step;
        return false;
    }

    private String words(Contact found, IOException e) {
        return switch (found) {
            case REFUSED -> "refused the connection";
            case TIMED_OUT -> "no connection within " + total.orIn(limits.step());
            case UNREACHABLE -> "cannot be reached: " + e.getMessage();
            case NO_ROUTE_HERE ->
                    "this machine has no route to " + AddressText.of(target.getAddress());
            case FAILED_HERE -> "this machine could not connect: " + e.getMessage();
            case CONNECTED -> "connected";
        };
    }
}
