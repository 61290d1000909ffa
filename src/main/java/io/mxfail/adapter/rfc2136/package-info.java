/// Zones that are written by dynamic updates (RFC 2136), signed with a shared key (RFC 8945).
@NullMarked
package io.mxfail.adapter.rfc2136;

import org.jspecify.annotations.NullMarked;
