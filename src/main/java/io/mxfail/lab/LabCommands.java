package io.mxfail.lab;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.FastClock;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.MailFault;

import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What somebody who practises can make happen: hosts that fail, another tool at the zone,
/// time that passes.
final class LabCommands {
    private static final String NOT_DONE = "not done: ";
    private static final String ZONE = "acme.example.";

    private final AuthoritativeServer dns;
    private final FastClock clock;
    private final Map<String, LabMailServer> mail;

    LabCommands(AuthoritativeServer dns, FastClock clock, Map<String, LabMailServer> mail) {
        this.dns = dns;
        this.clock = clock;
        this.mail = mail;
    }

    /// Carries out one line and says what is true now, or what can be typed.
    LabAnswer run(String line) {
        String text = text(line);
        return new LabAnswer(!text.startsWith(NOT_DONE) && !text.equals(help()), text);
    }

    private String text(String line) {
        String[] words = line.strip().split("\\s+", 3);
        String which = words.length > 1 ? words[1] : "";
        String rest = words.length > 2 ? words[2] : "";
        try {
            return switch (words[0]) {
                case "mail" -> mail(which, rest);
                case "dns" -> dns(which, rest);
                case "zone" -> zone(which, rest);
                case "time" -> time(which);
                default -> help();
            };
        } catch (IllegalArgumentException e) {
            return NOT_DONE + e.getMessage();
        } catch (IOException e) {
            return NOT_DONE + e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }

    private String mail(String site, String word) throws IOException {
        Optional<LabMailServer> server = Optional.ofNullable(mail.get(site));
        Optional<MailFault> fault = MailFault.named(word);
        if (server.isEmpty() || fault.isEmpty()) {
            return help();
        }
        server.get().fault(fault.get());
        return "mail %s is now: %s (%s)".formatted(site, word, fault.get().meaning());
    }

    private String dns(String number, String fault) {
        if (!number.matches("[12]") || fault.isEmpty()) {
            return help();
        }
        var faults = dns.faults(Integer.parseInt(number) - 1);
        if (fault.equals("ok")) {
            faults.clear();
            return "name server " + number + " works";
        }
        faults.inject(Fault.parse(fault));
        return "name server %s is now: %s"
                .formatted(
                        number,
                        faults.active().stream()
                                .map(Fault::text)
                                .collect(Collectors.joining(", ")));
    }

    private String zone(String how, String what) {
        String[] words = what.split("\\s+");
        if (how.equals("set") && words.length > 2) {
            dns.edit(ZONE, zone -> zone.with(what));
        } else if (how.equals("remove") && words.length == 2) {
            int type = Type.value(words[1].toUpperCase(Locale.ROOT));
            if (type < 0) {
                throw new IllegalArgumentException("no record type: " + words[1]);
            }
            dns.edit(ZONE, zone -> zone.without(words[0], type));
        } else {
            return help();
        }
        return "done, as another tool would: " + how + " " + what;
    }

    private String time(String span) {
        try {
            clock.advance(Duration.parse("PT" + span));
        } catch (DateTimeParseException e) {
            return NOT_DONE + "no time like 90s, 5m or 2h: " + span;
        }
        return "for the resolver " + span + " have passed";
    }

    private static String help() {
        return """
        mail primary|backup FAULT
          %s
        dns 1|2 FAULT
          ok, drop, servfail, refused, delay 2s, truncate, refuse-tcp,
          lose-update-answers, refuse-updates %s, clock-skew 10m,
          not-authoritative, mixed-ttls; `queries:`, `updates:` or a type such as
          `mx:` before one limits it
        zone set @ 3600 MX 10 mx9    what another tool would write
        zone remove NAME TYPE
        time 1h                      lets the resolver's caches age
        quit                         ends the lab\
        """
                .formatted(faults(), ZONE);
    }

    /// In lines that fit a terminal.
    private static String faults() {
        var text = new StringBuilder();
        int column = 0;
        for (MailFault fault : MailFault.values()) {
            String word = fault.label();
            if (column + word.length() > 72) {
                text.append("\n  ");
                column = 0;
            } else if (column > 0) {
                text.append(' ');
            }
            text.append(word);
            column += word.length() + 1;
        }
        return text.toString();
    }
}
