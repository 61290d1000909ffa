package io.mxfail.core.guard;

import java.time.Duration;
import java.util.List;

/// The provider takes no TTL as short as `ttl.switching`: caches will keep each answer longer
/// than the profile says.
final class TtlMinimum implements Rule {
    @Override
    public String id() {
        return "TTL-MINIMUM";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Duration wanted = situation.task().profile().policies().ttl().switching();
        return situation.services().providers().stream()
                .filter(p -> p.capabilities().minimumTtl().compareTo(wanted) > 0)
                .map(
                        provider ->
                                Say.profile(
                                                this,
                                                situation,
                                                provider.identity(),
                                                "RFC 2181, section 8")
                                        .warn(
                                                provider.identity()
                                                        + " takes no TTL below "
                                                        + provider.capabilities()
                                                                .minimumTtl()
                                                                .toSeconds()
                                                        + " s; `ttl.switching` is "
                                                        + wanted.toSeconds()
                                                        + " s, so caches keep answers longer",
                                                "set `ttl.switching` to "
                                                        + provider.capabilities()
                                                                .minimumTtl()
                                                                .toSeconds()
                                                        + "s"))
                .toList();
    }
}
