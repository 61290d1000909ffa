/// Companies with one planted fault each, and what `check` must say of them.
@NullMarked
package io.mxfail.planted;

import org.jspecify.annotations.NullMarked;
