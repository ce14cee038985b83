/** System calls, bound with jnr-ffi: the only code of the module that native code is called by. */
@NullMarked
package io.weir.lvs.libc;

import org.jspecify.annotations.NullMarked;
