package io.mxfail.adapter.smtp;

import io.mxfail.lab.mail.LabAuthority;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A submission relay as services run them: STARTTLS or TLS from the first byte, and `AUTH` after
/// it. It lets one user in.
public final class SubmissionRelay implements AutoCloseable {
    private final ServerSocket socket;
    private final SSLContext context;
    private final String token;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String offer = "AUTH PLAIN LOGIN";
    private volatile boolean implicit;
    private volatile boolean clear;
    private volatile boolean repeats;
    private volatile Duration hesitation = Duration.ZERO;

    private SubmissionRelay(ServerSocket socket, SSLContext context, String token) {
        this.socket = socket;
        this.context = context;
        this.token = token;
    }

    /// @param certificate the name that it is for
    /// @param token what `AUTH PLAIN` must bring
    public static SubmissionRelay start(LabAuthority authority, String certificate, String token)
            throws IOException, GeneralSecurityException {
        var relay =
                new SubmissionRelay(
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        authority.issue(certificate, Duration.ofDays(9)).serverContext(),
                        token);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    /// What it says after `EHLO` on an encrypted line.
    SubmissionRelay offering(String line) {
        offer = line;
        return this;
    }

    SubmissionRelay implicit() {
        implicit = true;
        return this;
    }

    SubmissionRelay inTheClear() {
        clear = true;
        return this;
    }

    /// Says the secret again when it refuses it.
    public SubmissionRelay repeating() {
        repeats = true;
        return this;
    }

    /// Makes those wait who bring the wrong secret, as relays do against guessing.
    SubmissionRelay hesitating(Duration time) {
        hesitation = time;
        return this;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    /// All lines of all connections.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // closed by the test
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            Socket line = implicit ? encrypted(plain) : plain;
            say(line, "220 relay ESMTP");
            talk(line, implicit || clear);
        } catch (IOException _) {
            // the client hung up, as it may
        }
    }

    private Socket encrypted(Socket plain) throws IOException {
        var secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, "relay", plain.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private void talk(Socket line, boolean offers) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
        for (String said = hear(in); !said.startsWith("QUIT"); said = hear(in)) {
            if (said.startsWith("EHLO")) {
                say(line, "250-relay\r\n250 " + (offers ? offer : "STARTTLS"));
            } else if (said.equals("STARTTLS")) {
                say(line, "220 go ahead");
                talk(encrypted(line), true);
                return;
            } else if (said.startsWith("AUTH PLAIN ")) {
                decide(line, said.substring("AUTH PLAIN ".length()));
            } else if (said.equals("AUTH LOGIN")) {
                say(line, "334 VXNlcm5hbWU6");
                String user = decoded(hear(in));
                say(line, "334 UGFzc3dvcmQ6");
                String password = decoded(hear(in));
                decide(line, encoded("\0" + user + "\0" + password));
            } else {
                say(line, "502 5.5.1 not here");
            }
        }
        say(line, "221 bye");
    }

    private void decide(Socket line, String given) throws IOException {
        if (given.equals(token)) {
            say(line, "235 2.7.0 welcome");
        } else {
            hesitate(line);
            say(
                    line,
                    repeats
                            ? "535 5.7.8 wrong: " + given + " which is " + decoded(given)
                            : "535 5.7.8 authentication failed");
        }
    }

    /// Listens for that long to a client that has nothing to say.
    private void hesitate(Socket line) throws IOException {
        if (hesitation.isZero()) {
            return;
        }
        line.setSoTimeout((int) hesitation.toMillis());
        try {
            if (line.getInputStream().read() < 0) {
                throw new IOException("the client had no patience");
            }
        } catch (SocketTimeoutException _) {
            line.setSoTimeout(0);
        }
    }

    private String hear(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("closed");
        }
        heard.add(line);
        return line;
    }

    private static void say(Socket line, String text) throws IOException {
        line.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        line.getOutputStream().flush();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
