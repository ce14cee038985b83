/**
 * Interfaces, addresses and packets of the kernel's: raw sockets for adverts, frames that announce
 * addresses, rtnetlink for what interfaces there are and for addresses that run out by themselves.
 * It carries out, and decides nothing. Each object belongs to one thread.
 */
@NullMarked
package io.weir.vrrp.link;

import org.jspecify.annotations.NullMarked;
