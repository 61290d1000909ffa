package io.mxfail.core.guard;

import io.mxfail.core.mail.Listing;
import io.mxfail.core.mail.MailHost;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An address of a site on a blocklist of `checks.blocklists` (RFC 5782): one under `senders`, or
/// one of its mail hosts, which mostly send as well. What a list does not tell, or cannot be
/// believed about, is not known, once for each list; neither ever blocks.
final class SenderListed implements Rule {
    private static final String REFERENCE = "RFC 5782, section 2.1";

    @Override
    public String id() {
        return "SENDER-LISTED";
    }

    /// An address and how to speak of it.
    private record Asked(String address, String who, Say say) {}

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (String zone : situation.task().profile().probing().checks().witnesses().blocklists()) {
            // what keeps a list from telling of IPv4 is graver than that it has no IPv6
            var mute = new TreeMap<Boolean, String>();
            for (Asked asked : asked(situation)) {
                Optional<Listing> listing =
                        situation.names().dns().after().listing(asked.address(), zone);
                switch (listing.map(Listing::state).orElse(Listing.State.NOT_LISTED)) {
                    case LISTED -> findings.add(listed(asked, zone, listing.get()));
                    case UNKNOWN ->
                            mute.putIfAbsent(asked.address().contains(":"), listing.get().detail());
                    case NOT_LISTED -> {}
                }
            }
            if (!mute.isEmpty()) {
                findings.add(unknown(situation, zone, mute.firstEntry().getValue()));
            }
        }
        return findings;
    }

    private List<Asked> asked(Situation situation) {
        Map<String, Asked> asked = new LinkedHashMap<>();
        for (Senders sender : Senders.of(situation)) {
            asked.putIfAbsent(
                    sender.address(),
                    new Asked(
                            sender.address(),
                            sender.address() + ", from which " + sender.site() + " sends,",
                            sender.say(this, situation, REFERENCE)));
        }
        situation.mailHosts().forEach((host, use) -> hosts(situation, host, use, asked));
        return List.copyOf(asked.values());
    }

    private void hosts(
            Situation situation, Name host, Situation.Use use, Map<String, Asked> asked) {
        Set<Name> domains = use.domains();
        List<String> addresses =
                Optional.ofNullable(situation.names().hosts().get(host))
                        .map(MailHost::addresses)
                        .orElse(List.of());
        for (String address : addresses) {
            asked.putIfAbsent(
                    address,
                    new Asked(
                            address,
                            "the mail host " + host.toString(true) + " (" + address + ")",
                            Say.host(this, situation, use.site(), domains, address, REFERENCE)));
        }
    }

    private static Finding listed(Asked asked, String zone, Listing listing) {
        return asked.say()
                .warn(
                        asked.who() + " is listed by " + zone + ": " + listing.detail(),
                        "look the address up at the list's site, end what led to it and ask to be"
                                + " taken off");
    }

    private Finding unknown(Situation situation, String zone, String why) {
        return Say.profile(this, situation, zone, REFERENCE)
                .unknown(
                        "whether addresses are listed by " + zone + " is not known: " + why,
                        "see whether the list still exists and serves you; ask it through a"
                                + " resolver of your own (`dns.resolvers`), since lists refuse"
                                + " public ones, or take it out of `checks.blocklists`");
    }
}
