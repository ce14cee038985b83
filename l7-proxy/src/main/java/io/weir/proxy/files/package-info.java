/**
 * Replies from a folder: which file a path names, whether the client has it already, which part and
 * coding of it to send. The rules are pure functions; {@code Folder} is the only class that touches
 * the disk, on worker threads, and {@code Shelf} keeps what it found for each loop.
 */
@NullMarked
package io.weir.proxy.files;

import org.jspecify.annotations.NullMarked;
