/** What {@code weir demo} and the training run put around a proxy: sample origins and a site. */
@NullMarked
package io.weir.main.demo;

import org.jspecify.annotations.NullMarked;
