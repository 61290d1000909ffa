package io.mxfail.real;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges senders for a real Postfix as receivers do, by the records that are served at that
/// moment,
/// and has it written into the message's header (RFC 8601): SPF of the envelope (RFC 7208, terms
/// `ip4` and `all`), no DKIM, and DMARC (RFC 9989) of an author in the domain of the envelope, as
/// that of a test message is.
public final class Receiver {
    private final String name;
    private final InetSocketAddress nameServer;

    /// @param name of the host that judges
    /// @param nameServer that has the senders' zones
    public Receiver(String name, InetSocketAddress nameServer) {
        this.name = name;
        this.nameServer = nameServer;
    }

    /// What Postfix is to do with a message.
    public String judge(Map<String, String> asked) {
        String sender = asked.getOrDefault("sender", "");
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        String spf =
                domain.isEmpty() ? "none" : spf(domain, asked.getOrDefault("client_address", ""));
        return "PREPEND Authentication-Results: %s; spf=%s smtp.mailfrom=%s; dkim=none; dmarc=%s header.from=%s"
                .formatted(name, spf, domain, dmarc(domain, spf), domain);
    }

    private String dmarc(String domain, String spf) {
        boolean asks =
                !domain.isEmpty()
                        && texts("_dmarc." + domain).stream()
                                .anyMatch(text -> text.startsWith("v=DMARC1"));
        if (!asks) {
            return "none";
        }
        return spf.equals("pass") ? "pass" : "fail";
    }

    private String spf(String domain, String client) {
        Optional<String> record =
                texts(domain).stream().filter(text -> text.startsWith("v=spf1 ")).findFirst();
        return record.map(
                        text ->
                                Arrays.stream(text.split(" ", -1))
                                        .skip(1)
                                        .flatMap(term -> result(term, client).stream())
                                        .findFirst()
                                        .orElse("neutral"))
                .orElse("none");
    }

    private static Optional<String> result(String term, String client) {
        return switch (term) {
            case "-all" -> Optional.of("fail");
            case "~all" -> Optional.of("softfail");
            case "?all" -> Optional.of("neutral");
            default -> term.equals("ip4:" + client) ? Optional.of("pass") : Optional.empty();
        };
    }

    private List<String> texts(String owner) {
        try {
            var resolver = new SimpleResolver(InetAddress.getByName(nameServer.getHostString()));
            resolver.setPort(nameServer.getPort());
            Message answer =
                    resolver.send(
                            Message.newQuery(
                                    Record.newRecord(
                                            Name.fromString(owner + "."), Type.TXT, DClass.IN)));
            return answer.getSection(Section.ANSWER).stream()
                    .filter(TXTRecord.class::isInstance)
                    .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                    .toList();
        } catch (TextParseException | UnknownHostException e) {
            throw new IllegalArgumentException(owner + " or " + nameServer, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
