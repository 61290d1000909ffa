package io.mxfail.format;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;

import org.xbill.DNS.Name;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `mxfail.check/1` back, as [CheckFormat] wrote it: what was seen and what was said of it.
///
/// What the format does not hold, such as certificates and how long single recipients took, is
/// not there afterwards; the state of each site, host and address is.
public final class CheckReader {
    private CheckReader() {}

    /// A check that was saved.
    ///
    /// @param stamp by which version, and when
    /// @param observed what it was judged on; empty: that was not kept
    public record Saved(Stamp stamp, CheckReport report, Optional<Observed> observed) {}

    /// What a check was judged on.
    ///
    /// @param site the only one that was asked about; empty: all were
    public record Observed(Optional<String> site, Tape tape) {}

    /// Reads a saved check.
    ///
    /// @throws JsonException where the text is none
    public static Saved read(String text) throws JsonException {
        JsonValue value = Json.read(text);
        try {
            return Fields.read(
                    value,
                    wrong -> {
                        throw wrong;
                    },
                    CheckReader::saved);
        } catch (Wrong e) {
            throw new JsonException(
                    e.place().line(), e.place().column(), String.valueOf(e.getMessage()));
        }
    }

    private static Saved saved(Fields fields) {
        fields.parsed(
                "format",
                format -> {
                    if (!format.equals(CheckFormat.FORMAT)) {
                        throw new IllegalArgumentException(
                                "a saved check is `" + CheckFormat.FORMAT + "`, not " + format);
                    }
                    return format;
                });
        var stamp = new Stamp(fields.text("version"), fields.parsed("at", Scalars::time));
        return new Saved(
                stamp,
                new CheckReport(
                        fields.each("sites", CheckReader::site),
                        fields.each("findings", FindingJson::read),
                        fields.each(
                                "advice",
                                advice ->
                                        new CheckReport.Advised(
                                                advice.text("profile"), advice.text("text"))),
                        fields.has("canaries")
                                ? fields.each("canaries", CheckReader::flown)
                                : List.of(),
                        costs(fields)),
                observed(fields));
    }

    private static Optional<Observed> observed(Fields fields) {
        return fields.has("observation")
                ? Optional.of(
                        new Observed(
                                fields.perhapsText("site"),
                                Tape.read(fields.untouched("observation"))))
                : Optional.empty();
    }

    /// What SPF records cost is told to people and programs, and found anew by who judges again.
    private static List<CheckReport.Costs> costs(Fields fields) {
        fields.has("spf");
        return List.of();
    }

    private static CheckReport.Flown flown(Fields fields) {
        return new CheckReport.Flown(
                fields.text("profile"),
                fields.parsed("domain", Scalars::name),
                CanaryJson.read(fields));
    }

    private static CheckReport.Site site(Fields fields) {
        // what relays showed is told by the findings; their conversations are not shown again
        fields.has("submission");
        return new CheckReport.Site(
                fields.text("profile"),
                new SiteReport(
                        fields.text("site"),
                        state(fields),
                        fields.each("domains", CheckReader::domain),
                        fields.each("hosts", CheckReader::host)));
    }

    private static SiteState state(Fields fields) {
        return fields.word("state", SiteState.class);
    }

    private static DomainReport domain(Fields fields) {
        fields.text("profile");
        Name domain = fields.parsed("domain", Scalars::name);
        return new DomainReport(
                domain,
                state(fields),
                fields.each("recipients", recipient -> recipient(recipient, domain)));
    }

    private static RecipientResult recipient(Fields fields, Name domain) {
        return new RecipientResult(
                fields.parsed("address", address -> Recipient.declared(domain, address)),
                Stage.RCPT,
                new Reply(
                        code(fields),
                        fields.perhapsText("enhanced").orElse(""),
                        fields.text("text")),
                fields.word("verdict", Verdict.class),
                Duration.ZERO);
    }

    private static int code(Fields fields) {
        return fields.perhapsNumber("code").map(BigDecimal::intValue).orElse(0);
    }

    private static HostReport host(Fields fields) {
        return new HostReport(
                fields.parsed("host", Scalars::name),
                fields.word("resolution", HostProbe.Resolution.class),
                state(fields),
                fields.each("addresses", CheckReader::address));
    }

    private static AddressReport address(Fields fields) {
        ServerAddress endpoint = ServerAddress.parse(fields.text("address"), fields.count("port"));
        fields.number("latencySeconds");
        // what was found of the encryption is told by the findings; it is not shown again
        fields.has("tls");
        List<StepResult> steps = fields.each("steps", CheckReader::step);
        return new AddressReport(
                new AddressProbe(
                        endpoint,
                        fields.word("contact", Contact.class),
                        steps,
                        List.of(),
                        TlsResult.notTried(),
                        Optional.empty()),
                state(fields));
    }

    private static StepResult step(Fields fields) {
        return new StepResult(
                fields.word("stage", Stage.class),
                fields.truth("ok"),
                Scalars.duration(fields.number("seconds")),
                new Reply(code(fields), "", fields.text("text")));
    }
}
