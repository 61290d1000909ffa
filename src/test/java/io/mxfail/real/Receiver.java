package io.mxfail.real;

import io.mxfail.real.Milter.Field;
import io.mxfail.real.Milter.Mail;

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
import java.util.Locale;
import java.util.Optional;

/// Judges messages for a real Postfix as receivers do, by the records that are served at that
/// moment, and has it written into their header (RFC 8601): SPF of the envelope (RFC 7208, terms
/// `ip4` and `all`), the first DKIM signature, and DMARC (RFC 9989), relaxed, of the author.
public final class Receiver {
    private final String name;
    private final InetSocketAddress nameServer;

    /// @param name of the host that judges
    /// @param nameServer that has the senders' zones
    public Receiver(String name, InetSocketAddress nameServer) {
        this.name = name;
        this.nameServer = nameServer;
    }

    /// What is put before a message.
    public List<Field> judge(Mail mail) {
        String domain = domain(mail.sender());
        String author = domain(mail.all("From").getFirst().replaceFirst(">$", ""));
        String spf = domain.isEmpty() ? "none" : spf(domain, mail.client());
        Dkim.Verdict dkim = Dkim.of(mail, this::texts);
        boolean fits =
                (spf.equals("pass") && isAligned(domain, author))
                        || (dkim.result().equals("pass") && isAligned(dkim.domain(), author));
        boolean asked =
                texts("_dmarc." + author).stream().anyMatch(text -> text.startsWith("v=DMARC1"));
        String passed = fits ? "pass" : "fail";
        String signer = dkim.domain().isEmpty() ? "" : " header.d=" + dkim.domain();
        return List.of(
                new Field(
                        "Authentication-Results",
                        String.join(
                                ";\n\t",
                                name,
                                "spf=" + spf + " smtp.mailfrom=" + domain,
                                "dkim=" + dkim.result() + signer,
                                "dmarc=" + (asked ? passed : "none") + " header.from=" + author)));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isAligned(String domain, String author) {
        return domain.equals(author)
                || domain.endsWith("." + author)
                || author.endsWith("." + domain);
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
