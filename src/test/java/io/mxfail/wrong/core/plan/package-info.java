/// Part of a program that breaks the rules of the architecture.
@NullMarked
package io.mxfail.wrong.core.plan;

import org.jspecify.annotations.NullMarked;
