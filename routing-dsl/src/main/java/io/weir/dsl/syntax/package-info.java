/** The shape of a file before its meaning: statements, their arguments and blocks, with spans. */
@NullMarked
package io.weir.dsl.syntax;

import org.jspecify.annotations.NullMarked;
