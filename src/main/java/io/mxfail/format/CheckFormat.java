package io.mxfail.format;

import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.StepResult;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `mxfail.check/1`: what probing the sites showed.
///
/// A `code` is `null` where no reply came; `text` then says why. Beside the contract's members a
/// recipient has its `verdict`, a host its `state`, an address what became of the `contact`.
public final class CheckFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.check/1";

    private CheckFormat() {}

    /// The report as a tree for [Json].
    public static Map<String, Object> tree(CheckReport report, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("sites", report.sites().stream().map(CheckFormat::site).toList());
        tree.put("findings", report.findings().stream().map(FindingJson::tree).toList());
        tree.put("advice", report.advice().stream().map(CheckFormat::advised).toList());
        tree.put(
                "spf",
                report.spf().stream().map(c -> SpfJson.tree(c.profile(), c.report())).toList());
        if (!report.canaries().isEmpty()) {
            tree.put("canaries", report.canaries().stream().map(CheckFormat::flown).toList());
        }
        return tree;
    }

    /// The same with what it was judged on.
    ///
    /// @param site the only one that was asked about; empty: all were
    public static Map<String, Object> tree(
            CheckReport report, Stamp stamp, Optional<String> site, Tape tape) {
        Map<String, Object> tree = tree(report, stamp);
        tree.put("site", site);
        tree.put("observation", tape.tree());
        return tree;
    }

    private static Map<String, Object> flown(CheckReport.Flown flown) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", flown.profile());
        tree.put("domain", flown.domain().toString());
        tree.putAll(CanaryJson.tree(flown.canary()));
        return tree;
    }

    private static Map<String, Object> advised(CheckReport.Advised advised) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", advised.profile());
        tree.put("text", advised.text());
        return tree;
    }

    /// What differs from a check before.
    public static Map<String, Object> changes(CheckChanges changes) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(
                "sites",
                changes.sites().stream()
                        .map(
                                moved -> {
                                    var site = new LinkedHashMap<String, Object>();
                                    site.put("profile", moved.profile());
                                    site.put("site", moved.site());
                                    site.put("before", moved.before().map(SiteState::label));
                                    site.put("after", moved.after().map(SiteState::label));
                                    return site;
                                })
                        .toList());
        tree.put("appeared", changes.appeared().stream().map(FindingJson::tree).toList());
        tree.put("gone", changes.gone().stream().map(FindingJson::tree).toList());
        return tree;
    }

    private static Map<String, Object> site(CheckReport.Site site) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", site.profile());
        tree.put("site", site.report().site());
        tree.put("state", site.report().state().label());
        tree.put(
                "domains",
                site.report().domains().stream().map(d -> domain(site.profile(), d)).toList());
        tree.put("hosts", site.report().hosts().stream().map(CheckFormat::host).toList());
        tree.put("submission", site.relays().stream().map(RelayJson::tree).toList());
        return tree;
    }

    private static Map<String, Object> domain(String profile, DomainReport domain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", profile);
        tree.put("domain", domain.domain().toString());
        tree.put("state", domain.state().label());
        tree.put("recipients", domain.recipients().stream().map(CheckFormat::recipient).toList());
        return tree;
    }

    private static Map<String, Object> recipient(RecipientResult result) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("address", result.recipient().address());
        tree.put("code", code(result.reply()));
        tree.put("enhanced", given(result.reply().enhanced()));
        tree.put("text", result.reply().text());
        tree.put("verdict", Scalars.word(result.verdict()));
        return tree;
    }

    private static Map<String, Object> host(HostReport host) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("host", host.host().toString());
        tree.put("state", host.state().label());
        tree.put("resolution", Scalars.word(host.resolution()));
        tree.put("addresses", host.addresses().stream().map(CheckFormat::address).toList());
        return tree;
    }

    private static Map<String, Object> address(AddressReport report) {
        AddressProbe probe = report.probe();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("address", probe.endpoint().host());
        tree.put("port", probe.endpoint().port());
        tree.put("state", report.state().label());
        tree.put("contact", Scalars.word(probe.contact()));
        tree.put("latencySeconds", Scalars.seconds(probe.latency()));
        tree.put("tls", RelayJson.tls(probe.tls()));
        tree.put("steps", probe.steps().stream().map(CheckFormat::step).toList());
        return tree;
    }

    static Map<String, Object> step(StepResult step) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("stage", step.stage().label());
        tree.put("ok", step.ok());
        tree.put("seconds", Scalars.seconds(step.took()));
        tree.put("code", code(step.reply()));
        tree.put("text", step.reply().text());
        return tree;
    }

    private static Optional<Integer> code(Reply reply) {
        return reply.isPresent() ? Optional.of(reply.code()) : Optional.empty();
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
