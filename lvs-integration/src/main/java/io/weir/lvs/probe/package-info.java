/**
 * Whether real servers answer: the rule for what a series of answers means, and the threads that
 * ask.
 */
@NullMarked
package io.weir.lvs.probe;

import org.jspecify.annotations.NullMarked;
