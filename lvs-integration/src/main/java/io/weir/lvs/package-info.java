/**
 * Registration of the proxy as a real server in the kernel's IPVS tables, spoken over generic
 * netlink: desired table, reconcile, drain.
 */
@NullMarked
package io.weir.lvs;

import org.jspecify.annotations.NullMarked;
