/// Azure DNS as a strict service of our own.
@NullMarked
package io.mxfail.adapter.azure;

import org.jspecify.annotations.NullMarked;
