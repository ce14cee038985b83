/**
 * The access log: one line for each request, made on the request's loop into memory that only this
 * loop writes, and carried to the file by one thread of its own. What clients sent is escaped, so
 * that nobody can forge a line; a sink that is slow or broken costs lines, which are counted, and
 * never a request's time.
 */
@NullMarked
package io.weir.proxy.log;

import org.jspecify.annotations.NullMarked;
