/**
 * What a route tells browsers and which methods it takes: fields that guard a page, the answers to
 * pages of other origins, the list of methods.
 */
@NullMarked
package io.weir.proxy.shield;

import org.jspecify.annotations.NullMarked;
