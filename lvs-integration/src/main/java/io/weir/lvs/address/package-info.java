/**
 * The real server's side of direct routing: virtual addresses on the loopback interface
 * (rtnetlink), and what keeps a machine from answering ARP for them.
 */
@NullMarked
package io.weir.lvs.address;

import org.jspecify.annotations.NullMarked;
