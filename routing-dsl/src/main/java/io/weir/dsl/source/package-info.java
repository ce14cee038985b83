/** Where a configuration comes from and what is wrong with it: sources, spans, diagnostics. */
@NullMarked
package io.weir.dsl.source;

import org.jspecify.annotations.NullMarked;
