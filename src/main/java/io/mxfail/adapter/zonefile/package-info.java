/// Zones kept in master files (RFC 1035).
@NullMarked
package io.mxfail.adapter.zonefile;

import org.jspecify.annotations.NullMarked;
