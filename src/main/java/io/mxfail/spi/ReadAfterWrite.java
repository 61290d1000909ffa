package io.mxfail.spi;

import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.ZoneWrite;

import java.util.Optional;

/// What became of a write, told by reading its sets back and not by the service's answer alone: a
/// service may take an update and drop a part of it, and someone else may write at the same moment.
///
/// @param provider where it was written
/// @param write what was sent, once
public record ReadAfterWrite(DnsProvider provider, ZoneWrite write) {
    /// After the service's yes.
    ///
    /// @param receipt see [Outcome.Applied]
    public Outcome accepted(String receipt) {
        try {
            return now().accepted(receipt);
        } catch (ProviderException e) {
            return new Outcome.Unknown(
                    "the service took the write, but what it made of it could not be read: "
                            + e.getMessage());
        }
    }

    /// After an answer that does not tell, or none.
    ///
    /// @param refusal where the service has answered that it failed: what it then leaves unchanged
    ///     will not change later
    public Outcome doubtful(String cause, Optional<Outcome.Rejected> refusal) {
        try {
            return now().doubtful(cause, refusal);
        } catch (ProviderException e) {
            return new Outcome.Unknown(cause + "; reading back failed too: " + e.getMessage());
        }
    }

    /// The sets as they are now.
    public ReadBack now() throws ProviderException {
        return new ReadBack(write, provider.read(write.zone(), ReadBack.keys(write)));
    }
}
