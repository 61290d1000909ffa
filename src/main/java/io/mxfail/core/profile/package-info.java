/// What a profile says: domains, sites, providers and the records that each site wants. Pure.
@NullMarked
package io.mxfail.core.profile;

import org.jspecify.annotations.NullMarked;
