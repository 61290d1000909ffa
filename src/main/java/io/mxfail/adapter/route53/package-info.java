/// Zones of Amazon Route 53.
@NullMarked
package io.mxfail.adapter.route53;

import org.jspecify.annotations.NullMarked;
