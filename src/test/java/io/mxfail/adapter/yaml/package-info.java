@NullMarked
package io.mxfail.adapter.yaml;

import org.jspecify.annotations.NullMarked;
