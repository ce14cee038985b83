/** Tests of the checks of a whole configuration. */
@NullMarked
package io.weir.dsl.check;

import org.jspecify.annotations.NullMarked;
