package io.mxfail.format;

import io.mxfail.core.propagation.VerifyReport;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `mxfail.verify/1`: how far a switch has come.
///
/// `smtp` is `accepted`, `rejected`, `deferred`, `unknown` or `not-asked`, `delivery` is
/// `arrived`, `pending`, `failed` or `off`. Beside the contract's members a domain has
/// `mailDetail`, `canaries`, `cachesUntil` and `error` (why nothing of it could be asked), a server
/// `detail` and `missing` (what it does not serve as wanted beside the sets that decide).
/// `openRuns` are the runs of these domains that stand half-way.
public final class VerifyFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.verify/1";

    private VerifyFormat() {}

    /// The report as a tree for [Json].
    public static Map<String, Object> tree(VerifyReport report, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put(
                "domains",
                Stream.concat(
                                report.domains().stream().map(VerifyFormat::domain),
                                report.unread().stream().map(VerifyFormat::unread))
                        .toList());
        tree.put("openRuns", OpenRunJson.tree(report.open()));
        return tree;
    }

    private static Map<String, Object> domain(VerifyReport.Domain domain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", domain.subject().profile());
        tree.put("domain", domain.subject().domain().toString());
        tree.put("expected", domain.subject().expected());
        tree.put(
                "authoritative",
                domain.authoritative().stream().map(VerifyFormat::server).toList());
        tree.put("resolvers", domain.resolvers().stream().map(VerifyFormat::resolver).toList());
        tree.put("smtp", Scalars.word(domain.mail().smtp()));
        tree.put("delivery", Scalars.word(domain.mail().delivery()));
        tree.put("mailDetail", domain.mail().detail());
        if (!domain.mail().canaries().isEmpty()) {
            tree.put("canaries", domain.mail().canaries().stream().map(CanaryJson::tree).toList());
        }
        tree.put("cachesUntil", domain.cachesUntil().map(Scalars::time));
        tree.put("verdict", Scalars.word(domain.verdict()));
        tree.put("error", Optional.empty());
        return tree;
    }

    private static Map<String, Object> unread(VerifyReport.Unread unread) {
        Map<String, Object> tree =
                domain(
                        new VerifyReport.Domain(
                                unread.subject(),
                                List.of(),
                                List.of(),
                                VerifyReport.Mail.NOT_TRIED,
                                VerifyReport.Verdict.PENDING,
                                Optional.empty()));
        tree.put("error", unread.why());
        return tree;
    }

    private static Map<String, Object> server(VerifyReport.Authoritative authoritative) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("server", authoritative.server().toString());
        tree.put("name", authoritative.name().map(Name::toString));
        tree.put("state", Scalars.word(authoritative.state()));
        tree.put("detail", authoritative.detail());
        tree.put("missing", authoritative.missing());
        return tree;
    }

    private static Map<String, Object> resolver(VerifyReport.Resolver resolver) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("server", resolver.server());
        tree.put("state", Scalars.word(resolver.state()));
        tree.put("oldForSeconds", resolver.oldFor().map(Scalars::seconds));
        tree.put("detail", resolver.detail());
        return tree;
    }
}
