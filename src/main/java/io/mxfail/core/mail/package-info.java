/// The mail policies that live in DNS, as their RFCs define them. Pure.
@NullMarked
package io.mxfail.core.mail;

import org.jspecify.annotations.NullMarked;
