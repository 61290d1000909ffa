package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderException;
import io.mxfail.spi.Tool;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A provider whose adapter may break: whatever it throws, and where it gives nothing at all,
/// becomes what a provider may say.
///
/// Adapters come from outside too, and a class that is missing or a stack that overflows shows
/// only when it is reached, which may be between two writes. A read that broke has failed; a
/// write that broke is in doubt, since its packet may have left.
final class Contained implements DnsProvider {
    private final String type;
    private final DnsProvider adapter;
    private final List<String> secrets;
    private final String identity;
    private final Capabilities capabilities;

    /// @param type of the adapter, as profiles name it
    /// @param secrets what it was opened with, so that no message of it can repeat them
    Contained(String type, DnsProvider adapter, List<String> secrets) {
        this.type = type;
        this.adapter = adapter;
        this.secrets = List.copyOf(secrets);
        this.identity = Objects.requireNonNull(adapter.identity(), "it has no identity");
        this.capabilities =
                Objects.requireNonNull(adapter.capabilities(), "it has no capabilities");
    }

    /// What is asked of an adapter.
    @FunctionalInterface
    private interface Call<T> {
        T made() throws ProviderException;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return held("looked for the zone of " + name, () -> adapter.zoneOf(name));
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        return held("read " + zone, () -> adapter.read(zone, keys));
    }

    @Override
    public Outcome write(ZoneWrite write) {
        try {
            return silent(held("wrote " + write.zone(), () -> adapter.write(write)));
        } catch (ProviderException e) {
            return new Outcome.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        return held("asked whether a change is in sync", () -> adapter.inSync(receipt));
    }

    @Override
    public void publish(Name zone) throws ProviderException {
        held(
                "made its servers load " + zone,
                () -> {
                    adapter.publish(zone);
                    return true;
                });
    }

    @Override
    public List<ServerAddress> servers() {
        try {
            return held("named its name servers", adapter::servers);
        } catch (ProviderException _) {
            // those of the delegation are asked all the same
            return List.of();
        }
    }

    @Override
    public Optional<String> handover(Name zone) {
        try {
            return held("said what is left to do for " + zone, () -> adapter.handover(zone))
                    .map(this::silent);
        } catch (ProviderException _) {
            // a word of advice, without which a run ends as well
            return Optional.empty();
        }
    }

    @Override
    public Proof prove(Name zone, Set<RecordKey> keys) {
        try {
            return new Proof(
                    held("tried its rights in " + zone, () -> adapter.prove(zone, keys))
                            .steps()
                            .stream()
                            .map(s -> new Proof.Step(s.subject(), s.state(), silent(s.detail())))
                            .toList());
        } catch (ProviderException e) {
            return Proof.unread(e);
        }
    }

    @Override
    public Optional<String> script(ZoneWrite write, Tool tool) throws ProviderException {
        return held("wrote a script for " + write.zone(), () -> adapter.script(write, tool));
    }

    @Override
    public void close() {
        try {
            adapter.close();
        } catch (RuntimeException | Error _) {
            // all results are there already, and must not be hidden by how the adapter goes
        }
    }

    private <T> T held(String doing, Call<T> call) throws ProviderException {
        Throwable mistake;
        try {
            return Objects.requireNonNull(call.made(), "it gave no answer at all");
        } catch (ProviderException e) {
            throw new ProviderException(
                    e.kind(), silent(String.valueOf(e.getMessage())), e.retryAfter());
        } catch (RuntimeException | Error e) {
            mistake = e;
        }
        throw new ProviderException(
                FailureKind.BROKEN,
                "the adapter `%s` broke while it %s: %s"
                        .formatted(type, doing, Broke.line(mistake, secrets)));
    }

    private Outcome silent(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _, Outcome.Stale _ -> outcome;
            case Outcome.Rejected(var kind, var reason, var wait) ->
                    new Outcome.Rejected(kind, silent(reason), wait);
            case Outcome.Partial(var done, var left, var cause) ->
                    new Outcome.Partial(done, left, silent(cause));
            case Outcome.Unknown(var cause) -> new Outcome.Unknown(silent(cause));
        };
    }

    private String silent(String text) {
        return Broke.silent(text, secrets);
    }
}
