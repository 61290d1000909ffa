package io.mxfail.core.guard;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Care;
import io.mxfail.core.mail.EspKnowledge.Fact;
import io.mxfail.core.mail.EspKnowledge.Kind;
import io.mxfail.core.mail.EspKnowledge.Purpose;
import io.mxfail.core.mail.EspKnowledge.Wanted;
import io.mxfail.core.mail.HostPattern;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A service of which everything is known that a rule can ask.
final class Esps {
    static final EspKnowledge SOME =
            new EspKnowledge(
                    "Some Service",
                    List.of(
                            wanted(Purpose.BOUNCE, Kind.MX, "bounce.*.service.test", true, 72),
                            wanted(Purpose.DKIM, Kind.CNAME, "*.dkim.service.test", false, 48),
                            wanted(Purpose.INBOUND, Kind.MX, "in.service.test", false, 0),
                            wanted(Purpose.TRACKING, Kind.CNAME, "track.service.test", false, 0)),
                    List.of());

    private Esps() {}

    private static Wanted wanted(
            Purpose purpose, Kind kind, String value, boolean alone, int hours) {
        return new Wanted(
                purpose,
                kind,
                new HostPattern(value),
                new Care(
                        alone,
                        purpose != Purpose.TRACKING,
                        hours == 0 ? Optional.empty() : Optional.of(Duration.ofHours(hours)),
                        "https://service.test/"),
                new Fact("it says so", "https://service.test/"));
    }
}
