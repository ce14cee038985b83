/** The typed, checked tree of a configuration: what the rest of Weir reads, free of syntax. */
@NullMarked
package io.weir.dsl.model;

import org.jspecify.annotations.NullMarked;
