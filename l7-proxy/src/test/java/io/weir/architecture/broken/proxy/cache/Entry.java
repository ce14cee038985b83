package io.weir.architecture.broken.proxy.cache;

import io.netty.buffer.ByteBuf;
import io.weir.architecture.broken.proxy.limit.Bucket;

/** A feature that sees another feature, and a library outside its fence. */
public record Entry(Bucket bucket, ByteBuf bytes) {}
