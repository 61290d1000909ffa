package io.mxfail.adapter.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that does by hand what no decent one would; keeps what each connection said.
public final class ScriptedServer implements AutoCloseable {
    /// What one connection goes through.
    public interface Script {
        void play(Line line) throws Exception;
    }

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<List<String>> heard = new CopyOnWriteArrayList<>();

    public ScriptedServer(Script script) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(script));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    /// By connection, in order, the lines that the client sent.
    public List<List<String>> heard() {
        return heard.stream().map(List::copyOf).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                List<String> lines = new CopyOnWriteArrayList<>();
                heard.add(lines);
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (connection) {
                                        script.play(new Line(connection, lines));
                                    } catch (Exception _) {
                                        // the client hung up, as it may
                                    }
                                });
            }
        } catch (IOException _) {
            // closed by the test
        }
    }

    /// One connection, seen from the server.
    public static final class Line {
        public final Socket socket;
        private final List<String> heard;
        private final BufferedReader in;

        Line(Socket socket, List<String> heard) throws IOException {
            this.socket = socket;
            this.heard = heard;
            this.in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        public void say(String text) throws IOException {
            raw(text + "\r\n");
        }

        public void raw(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
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

        /// Greets and answers everything as an ordinary host without extensions does, but for
        /// lines that begin with `odd`, where the given answer is said.
        public void behave(String odd, String answer) throws IOException {
            say("220 mx1.example.test ESMTP");
            obey(odd, answer);
        }

        public void obey(String odd, String answer) throws IOException {
            for (String line = hear(); ; line = hear()) {
                if (line.startsWith(odd)) {
                    say(answer);
                } else if (line.startsWith("QUIT")) {
                    say("221 bye");
                    return;
                } else {
                    say("250 ok");
                }
            }
        }
    }
}
