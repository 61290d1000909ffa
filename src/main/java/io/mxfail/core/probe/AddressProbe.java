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
/// @param service what else it showed
public record AddressProbe(
        ServerAddress endpoint,
        Contact contact,
        List<StepResult> steps,
        List<RecipientResult> recipients,
        TlsResult tls,
        Service service) {
    public AddressProbe {
        steps = List.copyOf(steps);
        recipients = List.copyOf(recipients);
    }

    /// An address of which nobody noted what it offers.
    public AddressProbe(
            ServerAddress endpoint,
            Contact contact,
            List<StepResult> steps,
            List<RecipientResult> recipients,
            TlsResult tls,
            Optional<Reply> nullSenderRefusal) {
        this(
                endpoint,
                contact,
                steps,
                recipients,
                tls,
                new Service(nullSenderRefusal, Extensions.NONE));
    }

    /// What a host does and offers beside taking mail.
    ///
    /// @param nullSenderRefusal the reply that refused `MAIL FROM:<>`, which every host must
    ///   accept (RFC 5321, 4.5.5)
    /// @param extensions what it offers after `EHLO`
    public record Service(Optional<Reply> nullSenderRefusal, Extensions extensions) {}

    /// The reply that refused the null sender, if one did.
    public Optional<Reply> nullSenderRefusal() {
        return service.nullSenderRefusal();
    }

    /// What it offers after `EHLO`.
    public Extensions extensions() {
        return service.extensions();
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
