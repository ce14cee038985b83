/**
 * What RFC 9110 says of dates, entity tags and ranges, as pure functions: for every feature that
 * answers with a representation it holds itself.
 */
@NullMarked
package io.weir.proxy.semantics;

import org.jspecify.annotations.NullMarked;
