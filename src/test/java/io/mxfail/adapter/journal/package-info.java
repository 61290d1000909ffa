/// Tests of the files of the state folder.
@NullMarked
package io.mxfail.adapter.journal;

import org.jspecify.annotations.NullMarked;
