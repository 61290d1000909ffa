package io.mxfail.lab.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

/// One connection to a lab mail server (RFC 5321, RFC 3207), with the fault that was set when it
/// began.
final class MailSession {
    private static final int MAX_LINE = 4096;
    private static final int MAX_MESSAGE = 1 << 20;

    private final LabMailServer server;
    private final MailFault fault;
    private final Socket plain;

    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private Optional<String> sender = Optional.empty();
    private final List<String> recipients = new ArrayList<>();

    MailSession(LabMailServer server, MailFault fault, Socket plain) throws IOException {
        this.server = server;
        this.fault = fault;
        this.plain = plain;
        this.in = new BufferedInputStream(plain.getInputStream());
        this.out = plain.getOutputStream();
    }

    void run() throws IOException {
        plain.setSoTimeout(300_000);
        plain.setTcpNoDelay(true);
        if (greet()) {
            while (obey(line())) {}
        }
    }

    private boolean greet() throws IOException {
        switch (fault) {
            case SILENT -> {
                line(); // says nothing, whatever comes
                return false;
            }
            case SLOW -> server.linger(server.setup().slowness());
            case GARBAGE -> {
                say("HTTP/1.1 400 Bad Request");
                return false;
            }
            case BUSY -> {
                say("421 4.3.2 " + name() + " too busy, try again later");
                return false;
            }
            case NO_SERVICE -> {
                say("554 5.3.2 " + name() + " no mail service here");
                return false;
            }
            default -> {}
        }
        say("220 " + name() + " ESMTP mxfail lab");
        return true;
    }

    private boolean obey(String line) throws IOException {
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> ehlo();
            case "HELO" -> {
                reset();
                say("250 " + name());
            }
            case "STARTTLS" -> {
                return startTls();
            }
            case "MAIL" -> mail(line);
            case "RCPT" -> {
                return recipient(line);
            }
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                say("250 2.0.0 ok");
            }
            case "NOOP" -> say("250 2.0.0 ok");
            case "QUIT" -> {
                say("221 2.0.0 bye");
                return false;
            }
            default -> say("500 5.5.2 unknown command");
        }
        return true;
    }

    private void ehlo() throws IOException {
        reset();
        List<String> offers =
                new ArrayList<>(List.of(name(), "PIPELINING", "SIZE " + MAX_MESSAGE, "8BITMIME"));
        offers.add("ENHANCEDSTATUSCODES");
        if (!encrypted && fault != MailFault.NO_STARTTLS) {
            offers.add("STARTTLS");
        }
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < offers.size(); i++) {
            reply.append(i < offers.size() - 1 ? "250-" : "250 ").append(offers.get(i));
            reply.append(i < offers.size() - 1 ? "\r\n" : "");
        }
        say(reply.toString());
    }

    private boolean startTls() throws IOException {
        if (encrypted || fault == MailFault.NO_STARTTLS) {
            say("502 5.5.1 not offered");
            return true;
        }
        if (fault == MailFault.STARTTLS_REFUSED) {
            say("454 4.7.0 TLS not available");
            return true;
        }
        say("220 2.0.0 go ahead");
        if (fault == MailFault.TLS_BROKEN) {
            say("this is not TLS");
            return false;
        }
        // The buffer is dropped with what a client may have sent too early: it was not encrypted
        // (RFC 3207, 4.2).
        SSLSocket secure =
                (SSLSocket)
                        server.context(fault)
                                .getSocketFactory()
                                .createSocket(
                                        plain,
                                        plain.getInetAddress().getHostAddress(),
                                        plain.getPort(),
                                        true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        in = new BufferedInputStream(secure.getInputStream());
        out = secure.getOutputStream();
        encrypted = true;
        reset();
        return true;
    }

    private void mail(String line) throws IOException {
        Optional<String> path = path(line, "MAIL FROM:");
        if (path.isEmpty()) {
            say("501 5.5.4 syntax: MAIL FROM:<address>");
        } else if (sender.isPresent()) {
            say("503 5.5.1 sender already given");
        } else if (path.get().isEmpty() && fault == MailFault.NULL_SENDER_REFUSED) {
            say("550 5.7.1 null sender not accepted here");
        } else {
            sender = path;
            say("250 2.1.0 ok");
        }
    }

    private boolean recipient(String line) throws IOException {
        Optional<String> path = path(line, "RCPT TO:");
        if (path.isEmpty()) {
            say("501 5.5.4 syntax: RCPT TO:<address>");
            return true;
        }
        if (sender.isEmpty()) {
            say("503 5.5.1 MAIL first");
            return true;
        }
        if (fault == MailFault.DROPS) {
            return false;
        }
        String address = path.get();
        Optional<String> refusal = refusal(address);
        if (refusal.isPresent()) {
            say(refusal.get());
        } else {
            recipients.add(address);
            say("250 2.1.5 ok");
        }
        return true;
    }

    private Optional<String> refusal(String address) {
        String subject = "<" + address + ">: ";
        return switch (fault) {
            case DEFERS -> Optional.of("451 4.3.0 " + subject + "Temporary lookup failure");
            case GREYLISTS ->
                    server.isStranger(
                                    plain.getInetAddress().getHostAddress()
                                            + " "
                                            + sender.orElse("")
                                            + " "
                                            + address)
                            ? Optional.of(
                                    "450 4.2.0 "
                                            + subject
                                            + "Recipient address rejected: Greylisted, try again in"
                                            + " 3 seconds")
                            : unserved(address, subject);
            case BLOCKED ->
                    Optional.of(
                            "554 5.7.1 Service unavailable; Client host ["
                                    + plain.getInetAddress().getHostAddress()
                                    + "] blocked using bl.example.test");
            case RELAY_DENIED -> Optional.of("554 5.7.1 " + subject + "Relay access denied");
            default -> unserved(address, subject);
        };
    }

    /// Why a host that works does not take mail for an address; empty: it does.
    private Optional<String> unserved(String address, String subject) {
        Mailboxes mailboxes = server.mailboxes();
        if (!mailboxes.serves(address)) {
            return Optional.of("554 5.7.1 " + subject + "Relay access denied");
        }
        boolean known =
                fault == MailFault.CATCH_ALL
                        || (mailboxes.has(address) && fault != MailFault.UNKNOWN_USERS);
        return known
                ? Optional.empty()
                : Optional.of(
                        "550 5.1.1 "
                                + subject
                                + "Recipient address rejected: User unknown in virtual mailbox"
                                + " table");
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            say("503 5.5.1 RCPT first");
            return;
        }
        say("354 end with a dot");
        StringBuilder text = new StringBuilder();
        boolean tooBig = false;
        for (String line = line(); !line.equals("."); line = line()) {
            tooBig |= text.length() + line.length() > MAX_MESSAGE;
            if (!tooBig) {
                text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
        }
        if (tooBig) {
            say("552 5.3.4 message too big");
        } else {
            server.keep(
                    new ReceivedMail(sender.orElse(""), recipients, text.toString(), encrypted));
            say("250 2.0.0 kept");
        }
        reset();
    }

    private void reset() {
        sender = Optional.empty();
        recipients.clear();
    }

    private String name() {
        return server.hostName();
    }

    private static Optional<String> path(String line, String command) {
        int begin = line.indexOf('<');
        int end = line.indexOf('>');
        boolean wellFormed =
                line.regionMatches(true, 0, command, 0, command.length())
                        && begin > 0
                        && end > begin;
        return wellFormed ? Optional.of(line.substring(begin + 1, end)) : Optional.empty();
    }

    private void say(String text) throws IOException {
        byte[] bytes = (text + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (fault == MailFault.DRIP) {
            for (byte b : bytes) {
                out.write(b);
                out.flush();
                server.linger(server.setup().drip());
            }
        } else {
            out.write(bytes);
            out.flush();
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (line.size() >= MAX_LINE) {
                throw new IOException("line too long");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
