/// Zone files, checked by the real checkers of BIND and Knot.
@NullMarked
package io.mxfail.adapter.zonefile;

import org.jspecify.annotations.NullMarked;
