package io.mxfail.core.journal;

import org.xbill.DNS.Name;

/// One write of a run.
///
/// @param zone the zone written
/// @param provider identity of the account or server
/// @param number from 1, counted per zone and provider over the whole run
public record WriteId(Name zone, String provider, int number) {
    public WriteId {
        zone = zone.canonicalize();
    }
}
