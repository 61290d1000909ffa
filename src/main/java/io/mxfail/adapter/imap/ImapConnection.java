package io.mxfail.adapter.imap;

import io.mxfail.port.MailboxSearch.Account;
import io.mxfail.wire.tcp.Deadline;
import io.mxfail.wire.tcp.DeadlineSocket;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLSocket;

/// One conversation with an IMAP server.
final class ImapConnection implements AutoCloseable {
    private static final int MAX_JUNK_FOLDERS = 3;

    private final DeadlineSocket socket;
    private ImapReader in;
    private OutputStream out;
    private int commands;

    private ImapConnection(DeadlineSocket socket) throws IOException {
        this.socket = socket;
        this.in = new ImapReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connects, encrypts and hears the greeting.
    static ImapConnection open(
            InetSocketAddress to, StrictTls tls, boolean implicit, Deadline deadline)
            throws IOException {
        var socket = new DeadlineSocket(deadline);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(to, deadline.leftMillis());
            var connection = new ImapConnection(socket);
            if (implicit) {
                connection.encrypt(tls);
                connection.greeting();
            } else {
                connection.greeting();
                connection.command("STARTTLS", "will not encrypt", false);
                connection.encrypt(tls);
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// What came too early, in the clear, is dropped: it could be anybody's (RFC 3501, 6.2.1).
    private void encrypt(StrictTls tls) throws IOException {
        SSLSocket secure = tls.over(socket);
        in = new ImapReader(secure.getInputStream());
        out = secure.getOutputStream();
    }

    private void greeting() throws IOException {
        String text = in.read().text();
        if (!text.regionMatches(true, 0, "* OK", 0, 4)) {
            throw ImapTrouble.passing(
                    text.startsWith("* ")
                            ? "greeted with " + text.substring(2)
                            : "does not speak IMAP, said: " + text);
        }
    }

    /// Logs in. What the server answers to it is told without what was said.
    void login(Account account) throws IOException {
        if (isQuotable(account.user()) && isQuotable(account.password())) {
            command(
                    "LOGIN " + quoted(account.user()) + " " + quoted(account.password()),
                    "refused the login of " + account.user(),
                    false);
            return;
        }
        String tag = nextTag();
        byte[] user = account.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = account.password().getBytes(StandardCharsets.UTF_8);
        send(bytes(tag + " LOGIN {" + user.length + "}\r\n"));
        awaitContinuation(tag, account);
        send(user);
        send(bytes(" {" + password.length + "}\r\n"));
        awaitContinuation(tag, account);
        send(password);
        send(bytes("\r\n"));
        await(tag, "refused the login of " + account.user(), false);
    }

    private void awaitContinuation(String tag, Account account) throws IOException {
        while (true) {
            String text = in.read().text();
            if (text.startsWith("+")) {
                return;
            }
            if (text.startsWith(tag + " ")) {
                throw ImapTrouble.lasting("refused the login of " + account.user());
            }
        }
    }

    /// Opens a folder to read only: nothing in it changes, not even what counts as recent.
    void examine(String folder) throws IOException {
        command("EXAMINE " + folder, "will not open " + folder, true);
    }

    /// The folders for junk, as arguments of commands.
    List<String> junkFolders() throws IOException {
        return command("LIST \"\" \"*\"", "will not list its folders", true).stream()
                .flatMap(response -> ImapFolder.junk(response).stream())
                .limit(MAX_JUNK_FOLDERS)
                .toList();
    }

    /// The messages whose subject has the word, oldest first.
    List<Long> search(String word) throws IOException {
        var found = new ArrayList<Long>();
        for (ImapReader.Response response :
                command("UID SEARCH HEADER Subject " + quoted(word), "will not search", true)) {
            String text = response.text();
            if (text.regionMatches(true, 0, "* SEARCH", 0, 8)) {
                for (String number : text.substring(8).strip().split("\\s+", -1)) {
                    if (number.matches("[1-9]\\d{0,9}")) {
                        found.add(Long.parseLong(number));
                    }
                }
            }
        }
        return found;
    }

    /// The header of a message; empty text where the server gives none.
    String header(long message) throws IOException {
        for (ImapReader.Response response :
                command(
                        "UID FETCH " + message + " (BODY.PEEK[HEADER])",
                        "will not show the message",
                        true)) {
            if (response.text().toUpperCase(Locale.ROOT).contains(" FETCH ")
                    && !response.literals().isEmpty()) {
                return response.literals().getFirst();
            }
        }
        return "";
    }

    void logout() throws IOException {
        send(bytes(nextTag() + " LOGOUT\r\n"));
    }

    /// @param refused what to say where the answer is not OK
    private List<ImapReader.Response> command(String line, String refused, boolean mayPass)
            throws IOException {
        String tag = nextTag();
        send(bytes(tag + " " + line + "\r\n"));
        return await(tag, refused, mayPass);
    }

    private List<ImapReader.Response> await(String tag, String refused, boolean mayPass)
            throws IOException {
        var untagged = new ArrayList<ImapReader.Response>();
        while (true) {
            ImapReader.Response response = in.read();
            String text = response.text();
            if (text.regionMatches(true, 0, "* BYE", 0, 5)) {
                throw ImapTrouble.passing("hung up: " + text.substring(5).strip());
            }
            if (!text.startsWith(tag + " ")) {
                untagged.add(response);
                continue;
            }
            String answer = text.substring(tag.length() + 1);
            if (answer.regionMatches(true, 0, "OK", 0, 2)) {
                return untagged;
            }
            // A server in trouble says so with a code of its own (RFC 5530): that does pass.
            boolean passing = mayPass || answer.toUpperCase(Locale.ROOT).contains("[UNAVAILABLE]");
            String why = refused + ": " + answer;
            throw passing ? ImapTrouble.passing(why) : ImapTrouble.lasting(why);
        }
    }

    private String nextTag() {
        return "m" + ++commands;
    }

    private void send(byte[] said) throws IOException {
        out.write(said);
        out.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isQuotable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Hangs up without waiting for anything, hence below TLS.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing more is expected of it.
        }
    }
}
