/// Cloudflare's API as a strict service of our own, and faults on the wire to it.
@NullMarked
package io.mxfail.adapter.cloudflare;

import org.jspecify.annotations.NullMarked;
