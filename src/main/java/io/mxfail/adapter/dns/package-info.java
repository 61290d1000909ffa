/// Asks name servers: authoritative ones, recursive resolvers, and a zone's parent.
@NullMarked
package io.mxfail.adapter.dns;

import org.jspecify.annotations.NullMarked;
