/// Tests of fetching policies.
@NullMarked
package io.mxfail.adapter.https;

import org.jspecify.annotations.NullMarked;
