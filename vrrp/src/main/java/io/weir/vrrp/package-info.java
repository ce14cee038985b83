/** Virtual router redundancy (RFC 9568) for the director pair, on a platform thread of its own. */
@NullMarked
package io.weir.vrrp;

import org.jspecify.annotations.NullMarked;
