/**
 * Content codings of replies (RFC 9110 8.4): made for clients that want them, undone for clients
 * that cannot read them. {@code docs/compression.md} says what is decided how; {@link
 * io.weir.proxy.compress.Negotiation}, {@link io.weir.proxy.compress.Ruling} and {@link
 * io.weir.proxy.compress.MediaTypes} decide, {@link io.weir.proxy.compress.CodedSource} carries
 * out.
 */
@NullMarked
package io.weir.proxy.compress;

import org.jspecify.annotations.NullMarked;
