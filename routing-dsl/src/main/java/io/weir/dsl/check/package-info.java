/**
 * Checks of a configuration as a whole, as pure functions of the model: routes that can never be
 * chosen, listeners that take each other's port.
 */
@NullMarked
package io.weir.dsl.check;

import org.jspecify.annotations.NullMarked;
