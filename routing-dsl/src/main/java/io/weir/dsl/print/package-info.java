/** The one style of {@code weir fmt}: keeps comments, the order and every token as written. */
@NullMarked
package io.weir.dsl.print;

import org.jspecify.annotations.NullMarked;
