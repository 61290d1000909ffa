/// Name servers inside the process: an authoritative server that takes signed updates (RFC 1034,
/// 2136, 2308, 4592, 8945) and a caching resolver, both with faults on demand.
///
/// Start at [AuthoritativeServer][io.mxfail.lab.dns.AuthoritativeServer]. Zones are immutable
/// [versions][io.mxfail.lab.dns.ZoneVersion]; a change publishes a new one, so every answer is made
/// from one consistent state. Where an RFC leaves room, the servers do what BIND 9.18 does.
@NullMarked
package io.mxfail.lab.dns;

import org.jspecify.annotations.NullMarked;
