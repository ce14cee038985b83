/**
 * The director's end of the streams of edges: which of them may be a real server of what, and for
 * how long. {@link io.weir.lvs.edge.accept.Book} has the rules and touches nothing; {@link
 * io.weir.lvs.edge.accept.Door} has the sockets and knows no rules.
 */
@NullMarked
package io.weir.lvs.edge.accept;

import org.jspecify.annotations.NullMarked;
