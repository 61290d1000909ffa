package io.mxfail.core.probe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A host's own certificate.
///
/// @param names the DNS names it is for; the common name only if it lists none
/// @param validity its dates
/// @param isInDate those dates held when the host showed it
/// @param issuer who signed it
/// @param spkiSha256 SHA-256 of its public key in lower-case hex, as a TLSA record `3 1 1` has it
public record PeerCertificate(
        String subject,
        List<String> names,
        Validity validity,
        boolean isInDate,
        String issuer,
        String spkiSha256) {
    private static final int SHOWN = 4;

    /// Whom it is for, in words: its first names, else its subject; empty: it names nobody.
    public Optional<String> holder() {
        if (names.isEmpty()) {
            return Optional.of(subject).filter(name -> !name.isEmpty());
        }
        String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return Optional.of(
                names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first);
    }

    /// First and last moment at which a certificate is valid.
    public record Validity(Instant notBefore, Instant notAfter) {}

    public PeerCertificate {
        names = names.stream().map(Reply::printable).toList();
        subject = Reply.printable(subject);
        issuer = Reply.printable(issuer);
    }
}
