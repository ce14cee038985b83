/**
 * The admin port: health, metrics, and changing the configuration while it runs. It is off the
 * request path, so it uses Vert.x's own HTTP server on a context of its own; what it shows and
 * changes it reaches through the small interfaces here.
 */
@NullMarked
package io.weir.proxy.admin;

import org.jspecify.annotations.NullMarked;
