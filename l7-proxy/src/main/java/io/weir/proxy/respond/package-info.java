/**
 * Replies that Weir makes itself, and the choice between the shares of a route: what stands at the
 * end of a chain when no upstream, or one of several, answers.
 */
@NullMarked
package io.weir.proxy.respond;

import org.jspecify.annotations.NullMarked;
