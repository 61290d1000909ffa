package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The canonical text of a plan, from which its id is made. Each value stands on a line of
/// its own, and record data is hexadecimal wire form, so that no value can pose as another.
final class PlanText {
    private static final String FORMAT = "mxfail.plan/1";

    private PlanText() {}

    static String id(Plan plan) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(of(plan).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Plan plan) {
        var text = new StringBuilder();
        line(text, "format", FORMAT);
        line(text, "profile", plan.profile());
        line(text, "to", plan.to());
        line(text, "mode", word(plan.mode()));
        plan.accepted().forEach(id -> line(text, "accepted", id));
        for (DomainPlan domain : plan.domains()) {
            line(text, "domain", domain.domain().toString());
            line(text, "zone", domain.zone().toString());
            line(text, "from", domain.from());
            domain.target().providers().forEach(provider -> line(text, "provider", provider));
            line(text, "atomicity", word(domain.target().atomicity()));
            for (Change change : domain.changes()) {
                line(text, "change", change.key() + " " + word(change.kind()));
                change.tag().ifPresent(tag -> line(text, "tag", tag.text()));
                content(text, "before", change.before());
                content(text, "after", change.after());
            }
        }
        return text.toString();
    }

    private static void content(StringBuilder text, String label, Optional<RecordSet> set) {
        if (set.isEmpty()) {
            line(text, label, "none");
            return;
        }
        line(text, label, String.valueOf(set.get().ttl()));
        for (Record record : set.get().records()) {
            line(text, "data", HexFormat.of().formatHex(record.rdataToWireCanonical()));
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(label)
                .append(' ')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                .append('\n');
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
