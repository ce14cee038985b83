/**
 * Refuses requests when there is more to do than can be done in time, those first that matter
 * least, before they queue anywhere.
 */
@NullMarked
package io.weir.proxy.overload;

import org.jspecify.annotations.NullMarked;
