/**
 * The table as others write it down: the kernel's file for everybody, and what ipvsadm saves. Pure.
 */
@NullMarked
package io.weir.lvs.list;

import org.jspecify.annotations.NullMarked;
