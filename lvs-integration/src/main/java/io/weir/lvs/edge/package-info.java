/**
 * How an edge and a director speak: one long stream, on which each shows that it has the edge's
 * key, and every message after that is signed and counted. Nothing is secret but the key: who
 * listens learns which server has which weight.
 *
 * <p>A frame is a length of two octets and what it says. The first four are the handshake; then
 * come a count of eight octets, a message and sixteen octets of HMAC-SHA256 over both, with a key
 * made for this stream and this direction. Numbers are unsigned and big-endian.
 */
@NullMarked
package io.weir.lvs.edge;

import org.jspecify.annotations.NullMarked;
