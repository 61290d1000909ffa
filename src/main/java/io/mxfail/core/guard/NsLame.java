package io.mxfail.core.guard;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A server that a zone's delegation names does not serve the zone: it answers without authority or
/// refuses (RFC 1912, section 2.8). Every question that goes there is lost time, and it never
/// learns of a switch.
final class NsLame implements Rule {
    @Override
    public String id() {
        return "NS-LAME";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .zones()
                .forEach(
                        (zone, servers) -> {
                            List<String> lame =
                                    servers.stream()
                                            .flatMap(
                                                    server ->
                                                            server
                                                                    .lame(zone)
                                                                    .map(
                                                                            why ->
                                                                                    server.server()
                                                                                            + " ("
                                                                                            + why
                                                                                            + ")")
                                                                    .stream())
                                            .toList();
                            finding(situation, zone, lame, servers.size()).ifPresent(findings::add);
                        });
        return findings;
    }

    private Optional<Finding> finding(Situation situation, Name zone, List<String> lame, int all) {
        if (lame.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Say.profile(this, situation, zone.toString(), "RFC 1912, section 2.8")
                        .warn(
                                lame.size()
                                        + " of "
                                        + all
                                        + " name servers of "
                                        + zone
                                        + " do not serve it: "
                                        + Say.some(lame),
                                "load the zone there, or take the server out of the delegation;"
                                        + " name the servers in `dns.authoritative` if these are"
                                        + " not the right ones"));
    }
}
