/**
 * The shared cache: {@link io.weir.proxy.cache.CacheFilter} answers from what is stored, or has it
 * fetched once for all who wait. {@code rule} decides, {@code store} keeps, this package carries
 * out. {@code docs/cache.md} tells operators what is done when.
 */
@NullMarked
package io.weir.proxy.cache;

import org.jspecify.annotations.NullMarked;
