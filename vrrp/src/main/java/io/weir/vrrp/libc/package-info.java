/** System calls, bound with jnr-ffi: the only code of the module that native code is called by. */
@NullMarked
package io.weir.vrrp.libc;

import org.jspecify.annotations.NullMarked;
