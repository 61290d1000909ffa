package io.mxfail.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Greylisting for a real Postfix, by its policy delegation protocol: whoever comes for the first
/// time with a client, sender and recipient is put off for a while.
public final class PolicyService implements AutoCloseable {
    private final Duration delay;
    private final ServerSocket door;
    private final Map<String, Long> metAt = new ConcurrentHashMap<>();

    private PolicyService(Duration delay) throws IOException {
        this.delay = delay;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public static PolicyService start(Duration delay) {
        try {
            return new PolicyService(delay);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    /// The restriction by which Postfix asks it.
    public String restriction() {
        return "check_policy_service inet:127.0.0.1:" + door.getLocalPort();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                // closed: nobody is served any more
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket;
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            var asked = new HashMap<String, String>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    asked.put(line.split("=", 2)[0], line.split("=", 2)[1]);
                    continue;
                }
                String reply = "action=" + action(asked) + "\n\n";
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
                asked.clear();
            }
        } catch (IOException _) {
            // Postfix went away
        }
    }

    private String action(Map<String, String> asked) {
        long now = System.nanoTime();
        Long met =
                metAt.putIfAbsent(
                        asked.get("client_address")
                                + " "
                                + asked.get("sender")
                                + " "
                                + asked.get("recipient"),
                        now);
        return met != null && now - met >= delay.toNanos()
                ? "DUNNO"
                : "DEFER_IF_PERMIT 4.2.0 Greylisted, try again in "
                        + delay.toSeconds()
                        + " seconds";
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
