package io.mxfail.app;

import io.mxfail.core.mail.Canary;
import io.mxfail.core.mail.HeaderFields;
import io.mxfail.core.mail.MessageTrace;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.CanaryReport.Way;
import io.mxfail.core.propagation.VerifyReport.Delivery;
import io.mxfail.port.MailSender;
import io.mxfail.port.MailboxSearch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One canary on its way: sent once, looked for until it is seen. Used by one thread at a time.
final class CanaryFlight {
    /// A host that cannot take it now is tried again, but not at every look.
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(20);

    /// For how long one that came to the wrong site is still looked for at the right one.
    private static final Duration FOR_A_COPY = Duration.ofSeconds(60);

    private final World world;
    private final Task task;
    private Delivery state = Delivery.PENDING;
    private String detail = "not sent yet";
    private boolean hopeless;
    private boolean sent;
    private Instant nextTry = Instant.MIN;
    private Instant sentAt = Instant.MIN;
    private Optional<CanaryReport.Handed> handed = Optional.empty();
    private Optional<CanaryReport.Arrived> arrived = Optional.empty();
    private Optional<CanaryReport.Place> place = Optional.empty();
    private Optional<Instant> strayedAt = Optional.empty();
    private final Set<Optional<CanaryReport.Place>> deaf = new HashSet<>();

    CanaryFlight(World world, Task task) {
        this.world = world;
        this.task = task;
    }

    /// What is to fly.
    ///
    /// @param word what it is found by
    /// @param sender the address in its header
    record Task(Way way, String word, String sender, MailSender.Envelope envelope, Ends ends) {}

    /// Where it starts and where it must turn up; asked anew each time, since addresses change.
    interface Ends {
        /// The hosts that may take it, best first, each with its letter.
        List<Host> hosts(String message) throws Grounded;

        /// The mailbox where it should be.
        Box home() throws Grounded;

        /// Those where it should not be, or might as well be where nobody knows the site.
        List<Box> others();
    }

    /// A mailbox of a site.
    ///
    /// @param place whose it is; empty: all sites have the same
    record Box(MailboxSearch.Mailbox mailbox, Optional<CanaryReport.Place> place) {
        /// Whether the message may be in it.
        boolean isRight() {
            return place.flatMap(CanaryReport.Place::stray).isEmpty();
        }
    }

    /// One host that may take it.
    record Host(String name, List<InetSocketAddress> targets, MailSender.Letter letter) {}

    /// Something of ours is missing, so that nothing can be seen.
    static final class Grounded extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final boolean lasting;

        Grounded(String reason, boolean lasting) {
            super(reason);
            this.reason = reason;
            this.lasting = lasting;
        }

        String reason() {
            return reason;
        }
    }

    /// Whether another step could bring more.
    boolean isOpen() {
        return state == Delivery.PENDING && !hopeless;
    }

    /// Sends it where it is not on its way yet, else looks for it.
    CanaryFlight step() {
        try {
            if (!sent) {
                // a mailbox that nobody can look into is known before anything leaves
                task.ends().home();
                send();
            }
            if (sent && isOpen()) {
                look();
            }
        } catch (Grounded e) {
            detail = e.reason();
            hopeless = e.lasting;
        }
        return this;
    }

    private void send() throws Grounded {
        Instant now = world.time().clock().instant();
        if (now.isBefore(nextTry)) {
            return;
        }
        nextTry = now.plus(BETWEEN_TRIES);
        var canary = new Canary(task.word(), task.sender(), task.envelope().to(), now);
        for (Host host : task.ends().hosts(canary.text())) {
            for (InetSocketAddress target : host.targets()) {
                MailSender.Sent result =
                        world.network().post().sender().get().send(host.letter(), target);
                if (isEnd(host, result)) {
                    return;
                }
            }
            if (host.targets().isEmpty()) {
                detail = host.name() + " has no address";
            }
        }
    }

    /// Whether no other host is to be tried, as a sender would see it: a refusal of the message
    /// counts for all, a refused connection does not.
    private boolean isEnd(Host host, MailSender.Sent result) {
        String answer = host.name() + " at " + result.step() + ": " + result.reply();
        switch (result.fate()) {
            case TAKEN, IN_DOUBT -> {
                sent = true;
                sentAt = world.time().clock().instant();
                String tls = result.tls().session().map(TlsSession::protocol).orElse("");
                if (result.fate() == MailSender.Fate.TAKEN) {
                    handed =
                            Optional.of(
                                    new CanaryReport.Handed(
                                            host.name(), tls, result.reply().toString()));
                }
                detail = "not seen so far; " + answer;
                return true;
            }
            case REFUSED -> {
                detail = answer;
                if (result.step().equals("greeting") || result.step().equals("ehlo")) {
                    return false;
                }
                hopeless = true;
                boolean ours =
                        result.verdict() == Verdict.REFUSED_PROBE || result.step().equals("auth");
                if (!ours) {
                    state = Delivery.FAILED;
                }
                return true;
            }
            case DEFERRED -> {
                detail = answer;
                return false;
            }
        }
        throw new IllegalStateException("unknown fate");
    }

    private void look() throws Grounded {
        Box home = task.ends().home();
        if (place.isEmpty()) {
            place = home.place().map(p -> new CanaryReport.Place(p.expected(), Optional.empty()));
        }
        switch (look(home)) {
            case MailboxSearch.Look.Found found -> arrive(home, found);
            case MailboxSearch.Look.Missing _ -> {
                detail =
                        "not in the mailbox "
                                + place.map(CanaryReport.Place::expected)
                                        .filter(site -> !site.isEmpty())
                                        .map(site -> "of " + site + " ")
                                        .orElse("")
                                + "so far"
                                + handed.map(h -> "; " + h.host() + " took it: " + h.answer())
                                        .orElse("");
                lookElsewhere();
            }
            case MailboxSearch.Look.Unreadable(String why, boolean mayPass) -> {
                detail = "the mailbox cannot be read: " + why;
                // it may be in another all the same, where it belongs or not
                hopeless = !lookElsewhere() && !mayPass;
            }
        }
    }

    private MailboxSearch.Look look(Box box) {
        return world.network().post().mailboxes().get().look(box.mailbox(), task.word());
    }

    private void arrive(Box box, MailboxSearch.Look.Found found) {
        state = Delivery.ARRIVED;
        detail = "";
        place = box.place();
        arrived =
                Optional.of(
                        arrived(MessageTrace.of(HeaderFields.of(found.header())), found.junk()));
    }

    /// A mailbox that cannot be read says nothing, and is not asked again: its host may be the very
    /// one that mail was moved away from.
    ///
    /// @return whether a later look may find the message where it counts
    private boolean lookElsewhere() {
        boolean open = false;
        if (strayedAt.isEmpty()) {
            for (Box box : task.ends().others()) {
                if (deaf.contains(box.place())) {
                    continue;
                }
                switch (look(box)) {
                    case MailboxSearch.Look.Found found when box.isRight() -> arrive(box, found);
                    case MailboxSearch.Look.Found _ -> {
                        place = box.place();
                        strayedAt = Optional.of(world.time().clock().instant());
                    }
                    case MailboxSearch.Look.Missing _ -> open |= box.isRight();
                    case MailboxSearch.Look.Unreadable _ -> deaf.add(box.place());
                }
                if (state == Delivery.ARRIVED || strayedAt.isPresent()) {
                    break;
                }
            }
        }
        strayedAt.ifPresent(
                seen -> {
                    detail = place.map(CanaryFlight::astray).orElse("");
                    // a copy may still come to where it belongs
                    hopeless = world.time().clock().instant().isAfter(seen.plus(FOR_A_COPY));
                });
        return open || strayedAt.isPresent() && !hopeless;
    }

    private static String astray(CanaryReport.Place place) {
        return "arrived at " + place.found().orElse("") + ", should be at " + place.expected();
    }

    private CanaryReport.Arrived arrived(MessageTrace trace, Optional<String> junk) {
        Duration after = Duration.between(sentAt, world.time().clock().instant());
        List<String> path =
                trace.hops().stream()
                        .map(h -> h.by() + (h.protocol().isEmpty() ? "" : " " + h.protocol()))
                        .toList();
        return new CanaryReport.Arrived(after, path, trace.verdicts(), junk);
    }

    CanaryReport report() {
        return new CanaryReport(
                task.way(), task.envelope().to(), state, detail, handed, arrived, place);
    }
}
