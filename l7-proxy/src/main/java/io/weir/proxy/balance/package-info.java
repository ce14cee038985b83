/** How a server is chosen for a request: pure functions of weights, loads and chance. */
@NullMarked
package io.weir.proxy.balance;

import org.jspecify.annotations.NullMarked;
