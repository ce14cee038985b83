/**
 * One request and its reply, as every feature sees them: heads as slices of bytes, bodies as
 * streams with back-pressure.
 */
@NullMarked
package io.weir.proxy.exchange;

import org.jspecify.annotations.NullMarked;
