/**
 * The kernel's IPVS over generic netlink: commands and attributes of include/uapi/linux/ip_vs.h, as
 * net/netfilter/ipvs/ip_vs_ctl.c reads and writes them.
 */
@NullMarked
package io.weir.lvs.genl;

import org.jspecify.annotations.NullMarked;
