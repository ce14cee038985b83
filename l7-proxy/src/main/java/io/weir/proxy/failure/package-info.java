/** Why a request did not end well: whose fault, which status, whether it is safe to try again. */
@NullMarked
package io.weir.proxy.failure;

import org.jspecify.annotations.NullMarked;
