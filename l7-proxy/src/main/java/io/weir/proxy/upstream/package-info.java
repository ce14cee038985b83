/**
 * Forwarding to servers: pools and their connections, which outlive a snapshot; the request as the
 * server gets it; when another try is made.
 */
@NullMarked
package io.weir.proxy.upstream;

import org.jspecify.annotations.NullMarked;
