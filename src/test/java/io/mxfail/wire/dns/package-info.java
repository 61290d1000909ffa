/// Peers that misbehave, for tests of the DNS client.
@NullMarked
package io.mxfail.wire.dns;

import org.jspecify.annotations.NullMarked;
