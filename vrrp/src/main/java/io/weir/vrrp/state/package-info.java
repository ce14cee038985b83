/**
 * The state machine of a virtual router (RFC 9568 6.4, RFC 3768 6.4, and what keepalived adds), as
 * pure functions: state, event and time in, next state and effects out. Times are those of {@code
 * System.nanoTime()}, compared by difference. What is here knows no socket, no thread and no clock.
 */
@NullMarked
package io.weir.vrrp.state;

import org.jspecify.annotations.NullMarked;
