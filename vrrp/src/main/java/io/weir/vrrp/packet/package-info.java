/**
 * VRRP on the wire: adverts of version 2 (RFC 3768) and 3 (RFC 9568) over IPv4 and IPv6, their
 * checksums, and every check that a receiver makes before an advert may move a virtual router.
 * Pure: bytes in, values out, no socket. One thread at a time where a type keeps state, else any.
 */
@NullMarked
package io.weir.vrrp.packet;

import org.jspecify.annotations.NullMarked;
