package io.mxfail.app;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.ProfileSource;

import java.util.List;

/// A profile that was read and found right a short while ago; whoever asks again is given it.
///
/// @param source where it came from
record KnownProfile(ProfileSource source, Profile profile) implements ProfileSource {
    @Override
    public Loaded load(List<String> names) {
        return new Loaded(profile.about().file(), List.of(profile), List.of());
    }

    @Override
    public String schema() {
        return source.schema();
    }

    @Override
    public List<EspKnowledge> esps() {
        return source.esps();
    }
}
