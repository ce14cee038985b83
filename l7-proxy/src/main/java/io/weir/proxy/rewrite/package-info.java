/**
 * What a route changes on the way: the path and query sent upstream, and the fields of requests and
 * responses. Texts with places in braces are compiled once and filled from each exchange.
 */
@NullMarked
package io.weir.proxy.rewrite;

import org.jspecify.annotations.NullMarked;
