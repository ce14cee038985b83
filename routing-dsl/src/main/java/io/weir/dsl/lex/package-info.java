/**
 * From characters to tokens. Nothing is lost: comments and line ends are tokens, for the printer.
 */
@NullMarked
package io.weir.dsl.lex;

import org.jspecify.annotations.NullMarked;
