/// The shared DNS client: questions over UDP and TCP, updates, signatures, deadlines.
@NullMarked
package io.mxfail.wire.dns;

import org.jspecify.annotations.NullMarked;
