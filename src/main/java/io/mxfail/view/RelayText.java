package io.mxfail.view;

import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.TlsSession;

/// The lines of `check` about a submission relay, laid out as those of mail hosts.
final class RelayText {
    private RelayText() {}

    static String of(RelayProbe relay) {
        if (relay.addresses().isEmpty()) {
            return Lines.row(Text.bothForms(relay.label()), SiteText.NAMES, "no address");
        }
        var text = new StringBuilder();
        for (RelayAddress address : relay.addresses()) {
            text.append(
                    Lines.row(
                            Text.bothForms(relay.label()),
                            SiteText.NAMES,
                            String.format(
                                    "%-22s %-11s %s",
                                    address.endpoint(), address.state().label(), shown(address))));
        }
        return text.toString();
    }

    private static String shown(RelayAddress address) {
        String tls = address.tls().session().map(TlsSession::protocol).orElse("no TLS");
        return switch (address.authentication().status()) {
            case ACCEPTED -> tls + ", login taken";
            case REFUSED, NOT_OFFERED -> tls + ", login refused";
            case DEFERRED -> tls + ", login put off";
            case NOT_WANTED, NOT_REACHED, WITHHELD, NO_SECRET, UNSUPPORTED -> tls;
        };
    }
}
