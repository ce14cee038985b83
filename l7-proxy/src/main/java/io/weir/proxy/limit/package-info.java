/**
 * Rate limits: who asks for how much by time. A limit belongs to the block that states it, not to a
 * snapshot, so what was taken from it outlives a reload. Buckets are Bucket4j's, kept lock-free in
 * a bounded table that never forgets what an evicted key still owes; {@code docs/limits.md} states
 * what is guaranteed and what is not.
 */
@NullMarked
package io.weir.proxy.limit;

import org.jspecify.annotations.NullMarked;
