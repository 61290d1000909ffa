package io.mxfail.real;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Free ports of loopback. They lie below the range from which systems take the ports of outgoing
/// connections, so that no client grabs one between our choice and the server's start. Another
/// process still may: then the server says so, and [retrying] begins again.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int STARTS = 5;

    /// Not handed out twice by this JVM, since parallel tests choose before their servers listen.
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A port that is free on 127.0.0.1, for UDP and TCP.
    public static int free() {
        return free("127.0.0.1");
    }

    /// One port that is free on all of these loopback addresses, for UDP and TCP.
    public static int free(String... addresses) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port, addresses) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    /// Says that a server found its port taken.
    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Taken(String message) {
            super(message);
        }
    }

    /// Starts a server, again with other ports while another process was quicker.
    static <T> T retrying(Supplier<T> start) {
        for (int left = STARTS - 1; ; left--) {
            try {
                return start.get();
            } catch (Taken e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFree(int port, String... addresses) {
        for (String text : addresses) {
            try {
                InetAddress address = InetAddress.ofLiteral(text);
                try (var tcp = new ServerSocket();
                        var udp = new DatagramSocket(null)) {
                    tcp.bind(new InetSocketAddress(address, port));
                    udp.bind(new InetSocketAddress(address, port));
                }
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }
}
