/** From a configuration to what serves it: compiled whole, swapped at once. */
@NullMarked
package io.weir.proxy.config;

import org.jspecify.annotations.NullMarked;
