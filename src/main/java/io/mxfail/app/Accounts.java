package io.mxfail.app;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.port.Secrets;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.OptionSpec;
import io.mxfail.spi.ProviderDescription;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open providers of one profile, in its order.
final class Accounts implements AutoCloseable {
    private final List<DnsProvider> providers;

    private Accounts(List<DnsProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /// Resolves the profile's secrets and opens its providers; no packet leaves.
    static Accounts open(World world, Profile profile) throws CommandFailure {
        return open(world, profile, false);
    }

    /// The same for a command that only looks: a provider whose secret is not to be had stands as
    /// one that lets nobody in, so that all else can still be looked at.
    static Accounts forLooking(World world, Profile profile) throws CommandFailure {
        return open(world, profile, true);
    }

    private static Accounts open(World world, Profile profile, boolean looks)
            throws CommandFailure {
        var opened = new ArrayList<DnsProvider>();
        try {
            for (ProviderConfig config : profile.providers()) {
                opened.add(open(world, profile, config, looks));
            }
            return new Accounts(opened);
        } catch (CommandFailure e) {
            opened.forEach(DnsProvider::close);
            throw e;
        }
    }

    private static DnsProvider open(
            World world, Profile profile, ProviderConfig config, boolean looks)
            throws CommandFailure {
        Optional<ProviderDescription> description = world.providers().description(config.type());
        if (description.isEmpty()) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + ": no adapter for the provider type `"
                            + config.type()
                            + "`; `mxfail providers` lists those there are");
        }
        ProviderConfig resolved;
        try {
            resolved =
                    new ProviderConfig(
                            config.type(),
                            resolved(
                                    world.network().secrets(),
                                    config.options(),
                                    description.get().options()));
        } catch (Secret e) {
            if (looks) {
                return new Unopened(description.get(), FailureKind.UNAUTHORISED, e.getMessage());
            }
            throw CommandFailure.usage("profile " + profile.name() + ": " + e.getMessage());
        }
        List<String> secrets = secrets(resolved.options(), description.get().options());
        String broke;
        try {
            Optional<DnsProvider> opened = world.providers().open(resolved);
            if (opened.isPresent()) {
                return new Contained(config.type(), opened.get(), secrets);
            }
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + ": this version can check a `"
                            + config.type()
                            + "` profile, but has no adapter yet to read or write its zones");
        } catch (IllegalArgumentException e) {
            if (looks && config.options().toString().contains(GuessedProvider.MARK)) {
                return new Unopened(
                        description.get(),
                        FailureKind.UNAVAILABLE,
                        "what `init` has marked in its options is still to be filled in");
            }
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + ": cannot use its provider: "
                            + Broke.silent(String.valueOf(e.getMessage()), secrets));
        } catch (RuntimeException | Error e) {
            broke =
                    "the adapter `"
                            + config.type()
                            + "` broke when it was opened: "
                            + Broke.line(e, secrets);
        }
        if (looks) {
            return new Unopened(description.get(), FailureKind.BROKEN, broke);
        }
        throw CommandFailure.refused(
                "provider",
                "profile "
                        + profile.name()
                        + ": "
                        + broke
                        + "; nothing was changed; write with another adapter, or by hand as"
                        + " docs/without-mxfail.md shows, and tell the adapter's author");
    }

    /// The secrets among the options of an opened provider.
    private static List<String> secrets(Map<?, ?> options, List<OptionSpec> specs) {
        var secrets = new ArrayList<String>();
        for (OptionSpec spec : specs) {
            switch (options.get(spec.name())) {
                case String secret when spec.kind() == OptionSpec.Kind.SECRET ->
                        secrets.add(secret);
                case Map<?, ?> group -> secrets.addAll(secrets(group, spec.nested()));
                case null, default -> {}
            }
        }
        return secrets;
    }

    /// A secret that is not to be had.
    private static final class Secret extends Exception {
        private static final long serialVersionUID = 1L;

        Secret(String option, Secrets.SecretException cause) {
            super("cannot get `" + option + "`: " + cause.getMessage(), cause);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    private static Map<String, Object> resolved(
            Secrets secrets, Map<String, Object> options, List<OptionSpec> specs) throws Secret {
        var resolved = new LinkedHashMap<String, Object>();
        for (Map.Entry<String, Object> option : options.entrySet()) {
            Optional<OptionSpec> spec =
                    specs.stream().filter(s -> s.name().equals(option.getKey())).findFirst();
            resolved.put(option.getKey(), value(secrets, option, spec));
        }
        return resolved;
    }

    private static Object value(
            Secrets secrets, Map.Entry<String, Object> option, Optional<OptionSpec> spec)
            throws Secret {
        if (option.getValue() instanceof Map<?, ?> group && spec.isPresent()) {
            var nested = new LinkedHashMap<String, Object>();
            group.forEach((key, value) -> nested.put(String.valueOf(key), value));
            return resolved(secrets, nested, spec.get().nested());
        }
        boolean secret = spec.filter(s -> s.kind() == OptionSpec.Kind.SECRET).isPresent();
        if (!secret || !(option.getValue() instanceof String reference)) {
            return option.getValue();
        }
        try {
            return secrets.resolve(reference);
        } catch (Secrets.SecretException e) {
            throw new Secret(option.getKey(), e);
        }
    }

    List<DnsProvider> all() {
        return providers;
    }

    List<String> identities() {
        return providers.stream().map(DnsProvider::identity).toList();
    }

    DnsProvider byIdentity(String identity) {
        return providers.stream()
                .filter(p -> p.identity().equals(identity))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no provider " + identity));
    }

    /// What may be counted on with all of them: the weakest of each.
    Capabilities weakest() {
        return providers.stream()
                .map(DnsProvider::capabilities)
                .reduce(
                        (a, b) ->
                                new Capabilities(
                                        max(a.atomicity(), b.atomicity()),
                                        max(a.staleWrite(), b.staleWrite()),
                                        max(a.minimumTtl(), b.minimumTtl()),
                                        Math.min(a.maximumChanges(), b.maximumChanges())))
                .orElseThrow();
    }

    private static <T extends Comparable<? super T>> T max(T a, T b) {
        return Comparator.<T>naturalOrder().compare(a, b) >= 0 ? a : b;
    }

    @Override
    public void close() {
        providers.forEach(DnsProvider::close);
    }
}
