/// Google Cloud DNS as a strict service of our own.
@NullMarked
package io.mxfail.adapter.google;

import org.jspecify.annotations.NullMarked;
