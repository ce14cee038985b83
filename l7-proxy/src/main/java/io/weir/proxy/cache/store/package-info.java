/**
 * Where responses are kept. {@link io.weir.proxy.cache.store.CacheStore} is all that the filter
 * knows of it: responses are found by the URL ({@link io.weir.proxy.cache.store.CacheKey}), then by
 * what their {@code Vary} selects ({@link io.weir.proxy.cache.store.Variants}); content is written
 * once, by one loop, and read by any ({@link io.weir.proxy.cache.store.Content}). Purging counts: a
 * response knows when its request was sent ({@link
 * io.weir.proxy.cache.store.StoredResponse#sequence}), and is void once something that was purged
 * later covers it.
 */
@NullMarked
package io.weir.proxy.cache.store;

import org.jspecify.annotations.NullMarked;
