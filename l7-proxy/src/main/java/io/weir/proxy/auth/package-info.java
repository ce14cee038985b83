/**
 * Who a client is: passwords, keys, tokens, and servers that are asked. Slow checks run on threads
 * of their own, and their results are kept, so that a loop never waits. Secrets come from files and
 * the environment, and are never part of a message.
 */
@NullMarked
package io.weir.proxy.auth;

import org.jspecify.annotations.NullMarked;
