/**
 * The cache's tier on disk. {@link io.weir.proxy.cache.disk.TieredStore} stands in front: what is
 * asked for a second time is written by one thread ({@link io.weir.proxy.cache.disk.Scribe}) to the
 * end of the newest segment ({@link io.weir.proxy.cache.disk.SegmentLog}), large content to a file
 * of its own while it arrives ({@link io.weir.proxy.cache.disk.Spool}). {@link
 * io.weir.proxy.cache.disk.Index} says in memory where things are, and is only a hint: a record
 * tells by its checksum and its key what it is. Space is made by giving up the oldest segment, out
 * of which what was used goes on. {@code docs/cache.md} tells operators, {@code
 * docs/decisions/0008-the-disk-tier.md} why.
 */
@NullMarked
package io.weir.proxy.cache.disk;

import org.jspecify.annotations.NullMarked;
