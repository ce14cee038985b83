/** Tests of sources and diagnostics. */
@NullMarked
package io.weir.dsl.source;

import org.jspecify.annotations.NullMarked;
