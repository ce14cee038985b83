/**
 * The rules of HTTP caching as pure functions over fields and times: what may be stored, how long
 * it is fresh, what answers which request, what a 304 changes (RFC 9111, RFC 9213, RFC 5861). Knows
 * no store, no socket and no clock.
 */
@NullMarked
package io.weir.proxy.cache.rule;

import org.jspecify.annotations.NullMarked;
