/**
 * The edge's end of the streams to directors: it says to each of them what it serves, how much of
 * it it wants, and that it lives. {@link io.weir.lvs.edge.enlist.Beat} has the rules and touches
 * nothing; {@link io.weir.lvs.edge.enlist.Link} has the socket and knows no rules.
 */
@NullMarked
package io.weir.lvs.edge.enlist;

import org.jspecify.annotations.NullMarked;
