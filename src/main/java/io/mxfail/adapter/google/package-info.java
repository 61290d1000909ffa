/// Zones of Google Cloud DNS.
@NullMarked
package io.mxfail.adapter.google;

import org.jspecify.annotations.NullMarked;
