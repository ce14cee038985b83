/**
 * Which route answers a request, and who sent it. A {@link io.weir.proxy.route.RouteTable} finds
 * the first route in file order by host, path and guards without walking the file; {@link
 * io.weir.proxy.route.TrustedClient} finds the client behind trusted proxies.
 */
@NullMarked
package io.weir.proxy.route;

import org.jspecify.annotations.NullMarked;
