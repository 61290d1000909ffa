package io.mxfail.core.dns;

/// Where a DNS or mail server listens: an IP address literal and a port.
///
/// @param host an IPv4 or IPv6 address literal without brackets
/// @param port from 1 to 65535
public record ServerAddress(String host, int port) implements Comparable<ServerAddress> {
    /// The port of DNS (RFC 1035, section 4.2).
    public static final int DNS_PORT = 53;

    public ServerAddress {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a server address: " + host + " port " + port);
        }
    }

    /// Reads `ADDR`, `ADDR:PORT`, `[V6]` or `[V6]:PORT`; a bare IPv6 address needs no
    /// brackets.
    ///
    /// @throws IllegalArgumentException where the text is none of these; names are not
    ///   looked up
    public static ServerAddress parse(String text, int defaultPort) {
        String host = text;
        int port = defaultPort;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
                throw new IllegalArgumentException("not an address: " + text);
            }
            host = text.substring(1, end);
            if (end + 1 < text.length()) {
                port = port(text, text.substring(end + 2));
            }
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
            port = port(text, text.substring(text.indexOf(':') + 1));
        }
        if (org.xbill.DNS.Address.toByteArray(host, org.xbill.DNS.Address.IPv4) == null
                && org.xbill.DNS.Address.toByteArray(host, org.xbill.DNS.Address.IPv6) == null) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        return new ServerAddress(host, port);
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[1-9][0-9]{0,4}") || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("not a port: " + text);
        }
        return Integer.parseInt(digits);
    }

    @Override
    public int compareTo(ServerAddress other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    /// `192.0.2.1` or `[2001:db8::1]` on the DNS port, else with `:PORT`.
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == DNS_PORT ? shown : shown + ":" + port;
    }
}
