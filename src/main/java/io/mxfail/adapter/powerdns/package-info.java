/// Zones of PowerDNS, through its HTTP API.
@NullMarked
package io.mxfail.adapter.powerdns;

import org.jspecify.annotations.NullMarked;
