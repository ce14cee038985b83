/**
 * The Weir language. {@link io.weir.dsl.WeirFile} reads a file into a typed, checked configuration
 * or into everything that is wrong with it; nothing here knows sockets.
 */
@NullMarked
package io.weir.dsl;

import org.jspecify.annotations.NullMarked;
