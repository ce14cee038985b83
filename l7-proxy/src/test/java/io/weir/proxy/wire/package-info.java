/**
 * The whole proxy against raw sockets: what clients and servers send, octet by octet, and what
 * comes of it. {@code ProxyFixture} asserts behind each test that nothing is left over.
 */
@NullMarked
package io.weir.proxy.wire;

import org.jspecify.annotations.NullMarked;
