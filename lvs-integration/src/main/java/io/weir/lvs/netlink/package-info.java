/**
 * Netlink: messages to and from the kernel, the attributes in them, and the socket that they go
 * through (include/uapi/linux/netlink.h, genetlink.h).
 */
@NullMarked
package io.weir.lvs.netlink;

import org.jspecify.annotations.NullMarked;
