/// The embedded servers of `demo`, `lab` and `drill`: real packets on loopback, nothing outside the
/// process.
@NullMarked
package io.mxfail.lab;

import org.jspecify.annotations.NullMarked;
