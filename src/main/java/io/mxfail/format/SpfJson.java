package io.mxfail.format;

import io.mxfail.core.dns.TxtAnswer;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.plan.SpfReport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What SPF records cost, beside what receivers put up with.
final class SpfJson {
    private SpfJson() {}

    static Map<String, Object> tree(String profile, SpfReport report) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", profile);
        tree.put("domain", report.domain().toString());
        tree.put("limits", limits());
        tree.put("before", state(report.before()));
        tree.put("after", state(report.after()));
        return tree;
    }

    private static Map<String, Object> limits() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("lookups", SpfCost.LIMIT);
        tree.put("voids", SpfCost.VOIDS);
        tree.put("hosts", SpfCost.HOSTS);
        tree.put("octets", TxtAnswer.PLAIN);
        return tree;
    }

    /// Figures are `null` where no one record can be read.
    private static Map<String, Object> state(SpfReport.State state) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("records", state.records());
        tree.put("octets", state.octets());
        tree.put("lookups", state.cost().map(SpfCost::lookups));
        tree.put("voids", state.cost().map(cost -> cost.voids().size()));
        tree.put(
                "terms",
                state.cost().map(SpfCost::tree).orElse(List.of()).stream()
                        .map(SpfJson::term)
                        .toList());
        tree.put("missing", state.cost().map(SpfCost::missing).orElse(List.of()));
        tree.put("broken", state.cost().map(SpfCost::broken).orElse(List.of()));
        tree.put("unknown", state.cost().map(SpfCost::unknown).orElse(List.of()));
        return tree;
    }

    private static Map<String, Object> term(SpfCost.Term term) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("depth", term.depth());
        tree.put("text", term.text());
        tree.put("lookups", term.lookups());
        tree.put("total", term.total());
        tree.put("hosts", term.asked().hosts());
        tree.put("addresses", term.asked().addresses());
        tree.put("voids", term.asked().voids());
        return tree;
    }
}
