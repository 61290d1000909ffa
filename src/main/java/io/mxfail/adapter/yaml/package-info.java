/// Reads profiles from YAML files: every value with its place, everything that is wrong at once.
@NullMarked
package io.mxfail.adapter.yaml;

import org.jspecify.annotations.NullMarked;
