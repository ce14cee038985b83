/** Event loops, and the sockets that clients connect to. */
@NullMarked
package io.weir.proxy.listen;

import org.jspecify.annotations.NullMarked;
