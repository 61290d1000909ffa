package io.mxfail.wire.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the operator's programs (hooks, checkers, reload commands, programs that tell a secret)
/// get of mxfail's own environment: everything but the variables in which a profile keeps its
/// secrets, since what runs beside mxfail needs none of them.
public final class Inherited implements Supplier<Map<String, String>> {
    private final Map<String, String> environment;
    private final Supplier<Set<String>> secret;
    private final Set<String> withheld = ConcurrentHashMap.newKeySet();

    /// @param environment what mxfail has
    /// @param secret variables that no program gets, asked for when one is started
    public Inherited(Map<String, String> environment, Supplier<Set<String>> secret) {
        this.environment = Map.copyOf(environment);
        this.secret = secret;
    }

    /// From now on no program gets these variables either.
    public void withhold(Collection<String> names) {
        withheld.addAll(names);
    }

    @Override
    public Map<String, String> get() {
        var passedOn = new HashMap<>(environment);
        passedOn.keySet().removeAll(withheld);
        passedOn.keySet().removeAll(secret.get());
        return Map.copyOf(passedOn);
    }
}
