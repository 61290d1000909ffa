/// The Route 53 adapter against a strict stand-in for the service.
@NullMarked
package io.mxfail.adapter.route53;

import org.jspecify.annotations.NullMarked;
