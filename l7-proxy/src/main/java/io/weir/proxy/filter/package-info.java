/** The one shape of a step between a request and its reply. */
@NullMarked
package io.weir.proxy.filter;

import org.jspecify.annotations.NullMarked;
