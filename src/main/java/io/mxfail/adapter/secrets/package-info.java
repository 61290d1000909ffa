/// Secrets from the environment, from files and from programs.
@NullMarked
package io.mxfail.adapter.secrets;

import org.jspecify.annotations.NullMarked;
