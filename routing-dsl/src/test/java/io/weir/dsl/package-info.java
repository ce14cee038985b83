/** Tests of the language as its users see it: files in, configurations or diagnostics out. */
@NullMarked
package io.weir.dsl;

import org.jspecify.annotations.NullMarked;
