package io.mxfail.core.probe;

import org.xbill.DNS.Name;

import java.util.List;

/// A submission relay of a site: the name that applications use, and what the addresses showed to
/// which it leads once that site is active.
///
/// @param site whose relay it is
/// @param name as applications have it in their settings; certificates must hold for it
/// @param port 465 speaks TLS from the first byte (RFC 8314), any other by STARTTLS
/// @param leadsTo the last name of the chain of aliases; the name itself where there is none
/// @param resolution what DNS said of its addresses
public record RelayProbe(
        String site,
        Name name,
        int port,
        Name leadsTo,
        HostProbe.Resolution resolution,
        List<RelayAddress> addresses) {
    public RelayProbe {
        addresses = List.copyOf(addresses);
    }

    /// Name and port, for people.
    public String label() {
        return name.toString(true) + ":" + port;
    }
}
