package io.mxfail.core.probe;

import io.mxfail.core.dns.ServerAddress;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that one address of a host showed.
///
/// @param steps of every connection, in order; of many recipients only the first ones
/// @param recipients one result for each recipient that was to be asked about
/// @param nullSenderRefusal the reply that refused `MAIL FROM:<>`, which every host must accept
/// (RFC 5321, 4.5.5)
public record AddressProbe(
        ServerAddress endpoint,
        Contact contact,
        List<StepResult> steps,
        List<RecipientResult> recipients,
        TlsResult tls,
        Optional<Reply> nullSenderRefusal) {
    public AddressProbe {
        steps = List.copyOf(steps);
        recipients = List.copyOf(recipients);
    }

    /// The longest that any single step took, leaving apart the farewell.
    public Duration latency() {
        return Stream.concat(
                        steps.stream().filter(s -> s.stage() != Stage.QUIT).map(StepResult::took),
                        recipients.stream().map(RecipientResult::took))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// Results for the recipients that must be accepted.
    public List<RecipientResult> declared(Name domain) {
        return of(domain, false);
    }

    /// Results for the names that nobody has.
    public List<RecipientResult> invented(Name domain) {
        return of(domain, true);
    }

    /// The first step that went wrong, if one did.
    public Optional<StepResult> failure() {
        return steps.stream().filter(s -> !s.ok() && s.stage() != Stage.QUIT).findFirst();
    }

    private List<RecipientResult> of(Name domain, boolean invented) {
        return recipients.stream()
                .filter(r -> r.recipient().invented() == invented)
                .filter(r -> r.recipient().domain().equals(domain))
                .toList();
    }
}
