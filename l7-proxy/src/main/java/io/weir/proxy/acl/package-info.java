/**
 * Who may come in: the {@code allow} and {@code deny} rules of a route, and the database that says
 * in which country an address is.
 */
@NullMarked
package io.weir.proxy.acl;

import org.jspecify.annotations.NullMarked;
