package io.mxfail.format;

import io.mxfail.core.propagation.StatusReport;

import java.util.LinkedHashMap;
import java.util.Map;

/// `mxfail.status/1`: which site is active.
///
/// Beside the contract's members a domain has `silent[]: {server, detail}` (authoritative addresses
/// without a usable answer), `cachesUntil` and `error`.
public final class StatusFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.status/1";

    private StatusFormat() {}

    /// The report as a tree for [Json].
    public static Map<String, Object> tree(StatusReport report, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("domains", report.domains().stream().map(StatusFormat::domain).toList());
        return tree;
    }

    private static Map<String, Object> domain(StatusReport.Domain domain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", domain.subject().profile());
        tree.put("domain", domain.subject().domain().toString());
        tree.put("site", domain.active().site());
        tree.put("matched", domain.active().matched());
        tree.put("total", domain.active().total());
        tree.put("silent", domain.active().silent().stream().map(StatusFormat::silent).toList());
        tree.put("ttl", domain.caches().ttl().map(Scalars::seconds));
        tree.put("cachesUntil", domain.caches().until().map(Scalars::time));
        tree.put("drift", domain.drift().stream().map(StatusFormat::drift).toList());
        tree.put("lastRun", domain.history().lastRun());
        tree.put("due", domain.history().due().stream().map(StatusFormat::due).toList());
        tree.put("error", domain.error());
        return tree;
    }

    private static Map<String, Object> silent(StatusReport.Silent silent) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("server", silent.server().toString());
        tree.put("detail", silent.why());
        return tree;
    }

    private static Map<String, Object> drift(StatusReport.Drift drift) {
        Map<String, Object> tree = ChangeJson.key(drift.key());
        tree.put("expected", drift.expected());
        tree.put("found", drift.found());
        return tree;
    }

    private static Map<String, Object> due(StatusReport.Due due) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("task", due.task());
        tree.put("at", Scalars.time(due.at()));
        tree.put("command", due.command());
        return tree;
    }
}
