/// What speaks against a switch: findings and the rules that make them. Pure.
@NullMarked
package io.mxfail.core.guard;

import org.jspecify.annotations.NullMarked;
