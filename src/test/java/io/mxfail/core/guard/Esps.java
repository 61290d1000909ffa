package io.mxfail.core.guard;

import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.EspKnowledge.Care;
import io.mxfail.core.mail.EspKnowledge.Fact;
import io.mxfail.core.mail.EspKnowledge.Kind;
import io.mxfail.core.mail.EspKnowledge.Most;
import io.mxfail.core.mail.EspKnowledge.Note;
import io.mxfail.core.mail.EspKnowledge.Purpose;
import io.mxfail.core.mail.EspKnowledge.Topic;
import io.mxfail.core.mail.EspKnowledge.Wanted;
import io.mxfail.core.mail.HostPattern;

import java.time.Duration;
import java.time.LocalDate;
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
                            wanted(Purpose.TRACKING, Kind.CNAME, "track.service.test", false, 0),
                            wanted(Purpose.RELAY, Kind.CNAME, "smtp.service.test", false, 0)),
                    List.of(
                            new Note(
                                    Topic.LIMITS,
                                    fact("a user may send 2,000 messages a day"),
                                    Optional.of(
                                            new Most(2000, Duration.ofDays(1), Optional.empty()))),
                            new Note(
                                    Topic.LIMITS,
                                    fact("a message has 50 recipients at most"),
                                    Optional.empty())));

    private Esps() {}

    private static Fact fact(String says) {
        return new Fact(says, "https://service.test/", LocalDate.of(2026, 11, 24));
    }

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
                fact("it says so"));
    }
}
