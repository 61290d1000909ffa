package io.mxfail.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The kinds of real servers that tests may need.
public enum Server {
    BIND("BIND", List.of("-V"), "named", "rndc", "nsupdate", "dig"),
    KNOT("Knot DNS", List.of("-V"), "knotd", "knotc"),
    BIND_CHECKER("BIND's zone checker", List.of("-v"), "named-checkzone"),
    BIND_SIGNER("BIND's zone signer", List.of("-V"), "dnssec-signzone", "dnssec-keygen"),
    KNOT_CHECKER("Knot's zone checker", List.of("-V"), "kzonecheck"),
    NSD_CHECKER("NSD's zone checker", List.of("-h"), "nsd-checkzone"),
    PYTHON("Python", List.of("--version"), "python3"),
    GIT("Git", List.of("--version"), "git"),
    CURL("curl", List.of("--version"), "curl", "sh"),
    POWERDNS("PowerDNS", List.of("--version"), "pdnsutil", "pdns_server", "sqlite3"),
    UNBOUND("Unbound", List.of("-V"), "unbound", "unbound-control"),
    /// Its helpers run under accounts of their own, which only root can arrange.
    POSTFIX("Postfix", List.of(), "master", "smtpd"),
    /// Its helpers run under accounts of their own, too.
    DOVECOT("Dovecot", List.of("--version"), "dovecot", "imap-login"),
    POSTTLS_FINGER("posttls-finger", List.of(), "posttls-finger"),
    SWAKS("Swaks", List.of("--version"), "swaks", "perl"),
    /// It ends with 3 when it is asked for anything harmless.
    CHECK_SMTP("check_smtp", List.of(), "check_smtp"),
    OPENSSL("OpenSSL", List.of("version"), "openssl"),
    LDNS_DANE("ldns-dane", List.of("-v"), "ldns-dane"),
    /// No program, but an address that the system gives its loopback, or not.
    IPV6("IPv6", List.of()),
    /// Lets a program run where there is no network but a loopback of its own. Many systems keep
    /// it from users, or from containers.
    NAMESPACES("a network of its own", List.of("-rnm", "true"), "unshare", "ip", "mount");

    private final String title;
    private final List<String> harmless;
    private final List<String> programs;

    Server(String title, List<String> harmless, String... programs) {
        this.title = title;
        this.harmless = harmless;
        this.programs = List.of(programs);
    }

    /// Why this server cannot run here; empty if it can.
    public Optional<String> absence() {
        for (String program : programs) {
            if (Binary.find(program).isEmpty()) {
                return Optional.of(title + " is missing (no " + program + ")");
            }
        }
        if (this == IPV6 && !isIpv6Usable()) {
            return Optional.of(title + " is missing (nothing can listen at ::1)");
        }
        if ((this == POSTFIX || this == DOVECOT) && !isRoot()) {
            return Optional.of(title + " needs root");
        }
        return harmless.isEmpty() ? Optional.empty() : brokenness();
    }

    /// Whether it can be got where it is missing; what the system itself lacks cannot.
    boolean installable() {
        return this != IPV6 && this != NAMESPACES;
    }

    private static boolean isIpv6Usable() {
        try (var _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// A program unpacked without its libraries is there and yet of no use.
    private Optional<String> brokenness() {
        List<String> command =
                Binary.require(programs.getFirst()).command(harmless.toArray(String[]::new));
        Command.Result result = Command.run(command);
        return result.exit() == 0
                ? Optional.empty()
                : Optional.of(title + " does not run: " + result.output().strip());
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException _) {
            return System.getProperty("user.name", "").equals("root");
        }
    }
}
