package io.mxfail.adapter.imap;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.MailboxSearch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLSocket;

/// An IMAP server over TLS that follows a script, and keeps what it heard.
public final class ScriptedImap implements AutoCloseable {
    public static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    static final String NAME = "imap.example.test";

    /// What one connection goes through.
    public interface Script {
        void play(Line line) throws Exception;
    }

    private final ServerSocket socket;
    private final LabAuthority.ServerCertificate certificate;
    private final boolean implicit;
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// All lines of all connections.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    private ScriptedImap(String certificateName, boolean implicit, Script script)
            throws IOException, GeneralSecurityException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.certificate = AUTHORITY.issue(certificateName, Duration.ofDays(30));
        this.implicit = implicit;
        Thread.ofVirtual().start(() -> accept(script));
    }

    static ScriptedImap encrypted(Script script) throws IOException, GeneralSecurityException {
        return new ScriptedImap(NAME, true, script);
    }

    /// @param certificate the name that it is for
    public static ScriptedImap named(String certificate, Script script)
            throws IOException, GeneralSecurityException {
        return new ScriptedImap(certificate, true, script);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    static ScriptedImap misnamed(Script script) throws IOException, GeneralSecurityException {
        return new ScriptedImap("other.example.test", true, script);
    }

    static ScriptedImap inTheClear(Script script) throws IOException, GeneralSecurityException {
        return new ScriptedImap(NAME, false, script);
    }

    MailboxSearch.Mailbox mailbox(Duration limit) {
        return mailbox("secret", limit);
    }

    MailboxSearch.Mailbox mailbox(String password, Duration limit) {
        return new MailboxSearch.Mailbox(
                List.of(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort())),
                new MailboxSearch.Account("ann", password),
                new MailboxSearch.Trust(implicit, NAME, AUTHORITY.pem()),
                limit);
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection, script));
            }
        } catch (IOException _) {
            // closed by the test
        }
    }

    private void serve(Socket connection, Script script) {
        try (connection) {
            var line = new Line(connection);
            if (implicit) {
                line.encrypt();
            }
            script.play(line);
        } catch (Exception _) {
            // the client hung up, as it may
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// One connection, seen from the server.
    public final class Line {
        private Socket socket;
        private BufferedReader in;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = reader();
        }

        private BufferedReader reader() throws IOException {
            return new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void encrypt() throws IOException, GeneralSecurityException {
            var secure =
                    (SSLSocket)
                            certificate
                                    .serverContext()
                                    .getSocketFactory()
                                    .createSocket(socket, null, socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
            in = reader();
        }

        public void say(String text) throws IOException {
            raw(text + "\r\n");
        }

        void raw(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        public String hear() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("closed");
            }
            heard.add(line);
            return line;
        }

        String hearBytes(int count) throws IOException {
            char[] text = new char[count];
            for (int i = 0; i < count; i++) {
                text[i] = (char) in.read();
            }
            heard.add(new String(text));
            return new String(text);
        }

        /// Greets and answers everything with OK, but for a command that contains `odd`, where
        /// the answer is sent as it is, `TAG` replaced.
        void behave(String odd, String answer) throws IOException {
            say("* OK ready");
            obey(odd, answer);
        }

        void obey(String odd, String answer) throws IOException {
            for (String line = hear(); ; line = hear()) {
                String tag = line.split(" ", 2)[0];
                if (line.contains(odd)) {
                    raw(answer.replace("TAG", tag));
                } else if (line.contains(" UID SEARCH ")) {
                    say("* SEARCH 4 7");
                    say(tag + " OK done");
                } else if (line.contains(" UID FETCH ")) {
                    String header = "Subject: found\r\nReceived: by a\r\n\r\n";
                    raw("* 2 FETCH (UID 7 BODY[HEADER] {" + header.length() + "}\r\n" + header);
                    say(")");
                    say(tag + " OK done");
                } else {
                    say(tag + " OK done");
                }
            }
        }
    }
}
