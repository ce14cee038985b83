/**
 * The kernel's table of virtual services and real servers as values, what Weir wants of it, and the
 * least that has to change. Nothing here knows how the kernel is spoken to.
 */
@NullMarked
package io.weir.lvs.table;

import org.jspecify.annotations.NullMarked;
