/// Zones of Azure DNS.
@NullMarked
package io.mxfail.adapter.azure;

import org.jspecify.annotations.NullMarked;
