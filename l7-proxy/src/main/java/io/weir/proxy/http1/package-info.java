/**
 * The strict HTTP/1 wire codec of both sides (RFC 9112). What can be read in two ways is refused,
 * and the outcome never depends on how the octets were split on their way.
 */
@NullMarked
package io.weir.proxy.http1;

import org.jspecify.annotations.NullMarked;
