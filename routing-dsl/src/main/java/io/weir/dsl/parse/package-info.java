/** From tokens to statements. Knows braces, brackets and line ends, but no keyword's meaning. */
@NullMarked
package io.weir.dsl.parse;

import org.jspecify.annotations.NullMarked;
