/// What talking to mail hosts showed, and what state of a site follows from it.
@NullMarked
package io.mxfail.core.probe;

import org.jspecify.annotations.NullMarked;
