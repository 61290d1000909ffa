/// How reports look to people.
@NullMarked
package io.mxfail.view;

import org.jspecify.annotations.NullMarked;
