import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Mail hosts for `src/bench/check`, and a name server that knows them: any number of addresses
/// below 127.0.0.0/8 behind one socket, each slow in its own measured way.
///
///     java -cp mxfail.jar src/bench/Hosts.java FOLDER DOMAINS HOSTS ADDRESSES MILLISECONDS SLOWEST
///
/// Writes a profile with two sites of so many hosts for each domain, and says `ready`. A host waits
/// so many milliseconds before each reply, the last address of all so many more. At the end of its
/// input it says how many sessions it saw, how many at once, and how long it took from the first
/// to the last at the slowest address.
public final class Hosts {
    private static final String KEY_NAME = "bench-key";
    private static final String KEY = "YmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2gtYmVuY2g=";

    private final int domains;
    private final int hosts;
    private final int addresses;
    private final long delay;
    private final long slowest;
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final SSLContext tls;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /// By address, when its first session began and its last one ended.
    private final Map<String, long[]> spans = new ConcurrentHashMap<>();

    private Hosts(int domains, int hosts, int addresses, long delay, long slowest)
            throws Exception {
        this.domains = domains;
        this.hosts = hosts;
        this.addresses = addresses;
        this.delay = delay;
        this.slowest = slowest;
        this.tls = authority.issue("*.bench.test", Duration.ofDays(30)).serverContext();
    }

    public static void main(String[] args) throws Exception {
        var bench =
                new Hosts(
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Long.parseLong(args[4]),
                        Long.parseLong(args[5]));
        var key = UpdateKey.of(KEY_NAME, "hmac-sha256", KEY);
        try (var mail = new ServerSocket(0, 4096);
                var dns =
                        AuthoritativeServer.start(
                                java.util.List.of(ZoneVersion.parse("bench.test.", bench.zone())),
                                java.util.List.of(key))) {
            bench.write(Path.of(args[0]), dns.address(0), mail.getLocalPort());
            Thread.ofVirtual().start(() -> bench.accept(mail));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // until its end
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d sessions, at most %d at once, %d ms at the slowest address%n",
                bench.sessions.get(),
                bench.mostOpen.get(),
                bench.spans.values().stream()
                        .mapToLong(span -> (span[1] - span[0]) / 1_000_000)
                        .max()
                        .orElse(0));
    }

    private String host(String site, int number) {
        return site + number + "-";
    }

    private String domain(int number) {
        return "d" + number;
    }

    private String zone() {
        var zone =
                new StringBuilder(
                        "$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n@ NS ns1\nns1 A"
                                + " 127.0.0.1\n");
        int address = 0;
        for (int d = 0; d < domains; d++) {
            for (String site : new String[] {"primary", "backup"}) {
                for (int h = 0; h < hosts; h++) {
                    String name = host(site, h) + domain(d);
                    if (site.equals("primary")) {
                        zone.append(domain(d)).append(" MX 10 ").append(name).append('\n');
                    }
                    for (int a = 0; a < addresses; a++) {
                        zone.append(name).append(" A ").append(text(address++)).append('\n');
                    }
                }
            }
        }
        return zone.toString();
    }

    private static String text(int address) {
        return "127.1." + address / 250 + "." + (1 + address % 250);
    }

    private boolean isLast(Socket socket) {
        return socket.getLocalAddress()
                .getHostAddress()
                .equals(text(domains * 2 * hosts * addresses - 1));
    }

    private void write(Path folder, InetSocketAddress dns, int port) throws IOException {
        Path secret =
                Files.createFile(
                        folder.resolve("tsig.secret"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, KEY);
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        var profile = new StringBuilder("version: 1\nname: bench\ndomains: [");
        for (int d = 0; d < domains; d++) {
            profile.append(d > 0 ? ", " : "").append(domain(d)).append(".bench.test");
        }
        String at = "127.0.0.1:" + dns.getPort();
        profile.append("]\nprovider:\n  type: rfc2136\n  server: ")
                .append(at)
                .append("\n  tsig: {name: bench-key, algorithm: hmac-sha256, secret: \"file:")
                .append(secret)
                .append("\"}\nsites:\n");
        for (String site : new String[] {"primary", "backup"}) {
            profile.append("  ").append(site).append(":\n    mx: [");
            for (int h = 0; h < hosts; h++) {
                profile.append(h > 0 ? ", " : "")
                        .append("\"10 ")
                        .append(host(site, h))
                        .append("${domain}.\"");
            }
            profile.append("]\n");
        }
        profile.append("checks:\n  recipients: [\"billing@${domain}\"]\n  timeout: 30s\n")
                .append("dns: {authoritative: [\"")
                .append(at)
                .append("\"], resolvers: []}\nsmtp:\n  port: ")
                .append(port)
                .append("\n  ca-file: ")
                .append(folder.resolve("ca.pem"))
                .append('\n');
        Files.writeString(folder.resolve("bench.yaml"), profile);
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        sessions.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        long start = System.nanoTime();
        String here = socket.getLocalAddress().getHostAddress();
        try (socket) {
            talk(socket, delay + (isLast(socket) ? slowest : 0));
        } catch (IOException | InterruptedException e) {
            // The client hung up.
        } finally {
            open.decrementAndGet();
            spans.merge(
                    here,
                    new long[] {start, System.nanoTime()},
                    (one, other) ->
                            new long[] {Math.min(one[0], other[0]), Math.max(one[1], other[1])});
        }
    }

    private void talk(Socket plain, long wait) throws IOException, InterruptedException {
        Socket socket = plain;
        BufferedReader in = reader(socket);
        say(socket, wait, "220 bench ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.toUpperCase(Locale.ROOT);
            if (verb.startsWith("EHLO")) {
                say(
                        socket,
                        wait,
                        socket == plain
                                ? "250-bench\r\n250 STARTTLS"
                                : "250-bench\r\n250 8BITMIME");
            } else if (verb.equals("STARTTLS")) {
                say(socket, wait, "220 go ahead");
                var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
                secure.setUseClientMode(false);
                socket = secure;
                in = reader(secure);
            } else if (verb.startsWith("RCPT") && !verb.contains("BILLING")) {
                say(socket, wait, "550 5.1.1 no such user");
            } else if (verb.equals("QUIT")) {
                say(socket, wait, "221 bye");
                return;
            } else {
                say(socket, wait, "250 ok");
            }
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void say(Socket socket, long wait, String text)
            throws IOException, InterruptedException {
        if (wait > 0) {
            Thread.sleep(wait);
        }
        OutputStream out = socket.getOutputStream();
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
