/**
 * Benchmarks of single parts, run by {@code perf/jmh}. What a whole request costs is measured by
 * {@code perf/compare}; these say which part of it a change moved.
 */
@NullMarked
package io.weir.perf;

import org.jspecify.annotations.NullMarked;
