/**
 * From statements to meaning: tables of keywords for each kind of block, and one small reader per
 * directive. Readers fill drafts; {@link io.weir.dsl.directive.ConfigReader} turns those into the
 * model once every name is known.
 */
@NullMarked
package io.weir.dsl.directive;

import org.jspecify.annotations.NullMarked;
