package io.mxfail.adapter.imap;

import io.mxfail.core.probe.Reply;
import io.mxfail.port.MailboxSearch;
import io.mxfail.spi.SecretForms;
import io.mxfail.wire.tcp.Deadline;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// Looks for a message over IMAP, one connection a look.
public final class ImapSearch implements MailboxSearch {
    @Override
    public Look look(Mailbox mailbox, String word) {
        if (!MailboxSearch.isSearchable(word)) {
            throw new IllegalArgumentException("not a word to search for");
        }
        Deadline deadline = Deadline.in(mailbox.limit());
        Look last =
                new Look.Unreadable(
                        "the mail server "
                                + mailbox.trust().expectedName()
                                + " has no address in DNS",
                        true);
        for (InetSocketAddress target : mailbox.targets()) {
            last = silent(look(mailbox, target, word, deadline), mailbox.account().password());
            if (!(last instanceof Look.Unreadable(_, boolean mayPass)) || !mayPass) {
                return last;
            }
        }
        return last;
    }

    /// A server may repeat what it was sent.
    private static Look silent(Look look, String password) {
        return switch (look) {
            case Look.Unreadable(String why, boolean mayPass) ->
                    new Look.Unreadable(SecretForms.hide(why, password, "***"), mayPass);
            case Look.Found(String header, Optional<String> folder) ->
                    new Look.Found(SecretForms.hide(header, password, "***"), folder);
            case Look.Missing _ -> look;
        };
    }

    private static Look look(
            Mailbox mailbox, InetSocketAddress target, String word, Deadline deadline) {
        String server = mailbox.trust().expectedName() + " port " + target.getPort();
        try {
            var tls = new StrictTls(mailbox.trust().expectedName(), mailbox.trust().anchorsPem());
            try (var connection =
                    ImapConnection.open(target, tls, mailbox.trust().implicit(), deadline)) {
                connection.login(mailbox.account());
                connection.examine("INBOX");
                List<Long> found = connection.search(word);
                Look look =
                        found.isEmpty()
                                ? amongJunk(connection, word)
                                : new Look.Found(printable(connection.header(found.getLast())));
                connection.logout();
                return look;
            }
        } catch (ImapTrouble e) {
            return new Look.Unreadable(server + " " + e.getMessage(), e.mayPass());
        } catch (IOException e) {
            return new Look.Unreadable(
                    Reply.none(server + " " + words(e, deadline)).text(), mayPass(e, deadline));
        }
    }

    /// A server that will not show its folders, or one of them, still showed the inbox.
    private static Look amongJunk(ImapConnection connection, String word) throws IOException {
        try {
            for (String folder : connection.junkFolders()) {
                connection.examine(folder);
                List<Long> found = connection.search(word);
                if (!found.isEmpty()) {
                    return new Look.Found(
                            printable(connection.header(found.getLast())),
                            Optional.of(Reply.none(ImapFolder.shown(folder)).text()));
                }
            }
        } catch (ImapTrouble e) {
            if (!e.mayPass()) {
                throw e;
            }
        }
        return new Look.Missing();
    }

    /// A certificate that does not hold will not hold a second later.
    private static boolean mayPass(IOException e, Deadline deadline) {
        return deadline.isOver() || !isAboutTrust(e);
    }

    private static boolean isAboutTrust(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static String words(IOException e, Deadline deadline) {
        if (deadline.isOver() || e instanceof SocketTimeoutException) {
            return "gave no complete answer within " + deadline;
        }
        if (isAboutTrust(e)) {
            return "has no certificate to trust a password to: " + e.getMessage();
        }
        return switch (e) {
            case EOFException _ -> "closed the connection";
            case ConnectException _ -> "refused the connection";
            case SSLException _ -> "failed to encrypt: " + e.getMessage();
            default -> "broke the connection: " + e.getMessage();
        };
    }

    /// Line ends and tabs stay, since they are the structure of a header.
    private static String printable(String header) {
        var clean = new StringBuilder(header.length());
        header.replace("\r\n", "\n")
                .codePoints()
                .forEach(c -> clean.appendCodePoint(isHarmless(c) ? c : '?'));
        return clean.toString();
    }

    private static boolean isHarmless(int c) {
        return c == '\n' || c == '\t' || (c >= ' ' && c < 127);
    }
}
