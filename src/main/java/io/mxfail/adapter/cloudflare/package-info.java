/// Zones of Cloudflare.
@NullMarked
package io.mxfail.adapter.cloudflare;

import org.jspecify.annotations.NullMarked;
