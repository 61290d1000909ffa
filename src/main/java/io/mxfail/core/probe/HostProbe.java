package io.mxfail.core.probe;

import org.xbill.DNS.Name;

import java.util.List;

/// A mail host and what each of its addresses showed.
public record HostProbe(Name host, Resolution resolution, List<AddressProbe> addresses) {
    /// What DNS said about the host's addresses.
    public enum Resolution {
        FOUND,
        /// The name does not exist or has no address: no sender can connect.
        NO_ADDRESS,
        /// DNS gave no answer: nothing is known.
        FAILED
    }

    public HostProbe {
        addresses = List.copyOf(addresses);
        if (resolution != Resolution.FOUND && !addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses of a host that has none: " + host);
        }
    }

    /// A host whose addresses were probed.
    public static HostProbe of(Name host, List<AddressProbe> addresses) {
        return new HostProbe(
                host, addresses.isEmpty() ? Resolution.NO_ADDRESS : Resolution.FOUND, addresses);
    }

    /// A host that could not be probed, for want of an address.
    public static HostProbe without(Name host, Resolution resolution) {
        return new HostProbe(host, resolution, List.of());
    }

    /// Some address took the connection.
    public boolean isConnected() {
        return addresses.stream().anyMatch(a -> a.contact() == Contact.CONNECTED);
    }
}
