/**
 * What is counted, and how it is shown. Each loop counts in plain arrays of its own, a few stores
 * for each request; whoever reads adds the loops up. Names of routes and servers are turned into
 * numbers when a configuration is compiled, bounded in count, so that no configuration and no
 * client can make the metrics grow without end.
 */
@NullMarked
package io.weir.proxy.metric;

import org.jspecify.annotations.NullMarked;
