package io.mxfail.view;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.Verdict;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One probed site of `check`: a line that sums it up, and below it what is not as it should be.
///
/// @param width of the column of names
/// @param verbose whether all that is well has its line too
record SiteText(int width, boolean verbose) {
    /// How wide the column of mail hosts and relays is.
    static final int NAMES = 30;

    /// Sites in their order.
    static String of(List<CheckReport.Site> sites, boolean verbose) {
        int width = sites.stream().mapToInt(site -> name(site).length()).max().orElse(0);
        return sites.stream().map(new SiteText(width, verbose)::of).collect(Collectors.joining());
    }

    private static String name(CheckReport.Site site) {
        return site.profile() + "/" + site.report().site();
    }

    private String of(CheckReport.Site site) {
        var text = new StringBuilder();
        String state = site.report().state().label().toUpperCase(Locale.ROOT);
        text.append(
                Lines.of(String.format("%-" + width + "s  %-11s ", name(site), state), sum(site)));
        for (HostReport host : site.report().hosts()) {
            if (host.addresses().isEmpty()) {
                text.append(
                        Lines.row(Text.bothForms(host.host().toString(true)), NAMES, "no address"));
            }
            host.addresses().stream()
                    .filter(address -> verbose || address.state() != SiteState.READY)
                    .forEach(
                            address -> {
                                text.append(address(host, address));
                                if (verbose) {
                                    text.append(TlsText.of(address.probe().tls()));
                                }
                            });
        }
        site.relays().stream()
                .filter(
                        relay ->
                                verbose
                                        || relay.addresses().isEmpty()
                                        || relay.addresses().stream()
                                                .anyMatch(a -> a.state() != SiteState.READY))
                .forEach(relay -> text.append(RelayText.of(relay)));
        List<DomainReport> domains =
                site.report().domains().stream()
                        .filter(domain -> verbose || refused(domain))
                        .toList();
        return text.append(new Alike<>(DomainReport::domain, SiteText::domain).of(domains))
                .toString();
    }

    /// How much of a site is well: its addresses, the recipients asked about, its relays, and the
    /// slowest answer.
    private static String sum(CheckReport.Site site) {
        List<AddressReport> addresses =
                site.report().hosts().stream().flatMap(h -> h.addresses().stream()).toList();
        List<RecipientResult> asked =
                site.report().domains().stream()
                        .flatMap(domain -> domain.recipients().stream())
                        .filter(SiteText::asked)
                        .toList();
        var sum = new StringBuilder();
        sum.append(
                share(
                        addresses.stream().filter(a -> a.state() == SiteState.READY).count(),
                        addresses.size(),
                        "address ready",
                        "addresses ready"));
        if (!asked.isEmpty()) {
            sum.append(", ");
            sum.append(
                    share(
                            asked.stream().filter(r -> accepted(r)).count(),
                            asked.size(),
                            "recipient accepted",
                            "recipients accepted"));
        }
        if (!site.relays().isEmpty()) {
            sum.append(", ");
            sum.append(
                    share(
                            site.relays().stream()
                                    .filter(
                                            r ->
                                                    !r.addresses().isEmpty()
                                                            && r.addresses().stream()
                                                                    .allMatch(
                                                                            a ->
                                                                                    a.state()
                                                                                            == SiteState
                                                                                                    .READY))
                                    .count(),
                            site.relays().size(),
                            "relay",
                            "relays"));
        }
        addresses.stream()
                .filter(a -> a.state().isAccepting())
                .map(a -> a.probe().latency())
                .max(Comparator.<Duration>naturalOrder())
                .ifPresent(slowest -> sum.append(", " + slowest.toMillis() + " ms"));
        return sum.toString();
    }

    private static String share(long well, long all, String one, String many) {
        return (well == all ? "" + all : well + " of " + all) + " " + (all == 1 ? one : many);
    }

    private static String address(HostReport host, AddressReport address) {
        return Lines.row(
                Text.bothForms(host.host().toString(true)),
                NAMES,
                String.format(
                        "%-22s %-11s %4d ms",
                        address.probe().endpoint(),
                        address.state().label(),
                        address.probe().latency().toMillis()));
    }

    private static boolean asked(RecipientResult result) {
        return result.verdict() != Verdict.NOT_ASKED && result.reply().code() != 0;
    }

    private static boolean accepted(RecipientResult result) {
        return result.reply().code() / 100 == 2;
    }

    private static boolean refused(DomainReport domain) {
        return domain.recipients().stream().anyMatch(r -> asked(r) && !accepted(r));
    }

    private static String domain(DomainReport domain) {
        return Lines.of(
                "  " + Text.domain(domain.domain()) + "  ",
                domain.recipients().stream()
                        .map(SiteText::recipient)
                        .collect(Collectors.joining(", ")));
    }

    /// An address and the code it was answered with, or that nobody could be asked.
    private static String recipient(RecipientResult result) {
        int code = result.reply().code();
        return Text.printable(result.recipient().address())
                + " "
                + (code == 0 ? "not asked" : code);
    }
}
