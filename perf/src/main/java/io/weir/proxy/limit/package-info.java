/** Benchmarks of what only the limits themselves can see. */
@NullMarked
package io.weir.proxy.limit;

import org.jspecify.annotations.NullMarked;
