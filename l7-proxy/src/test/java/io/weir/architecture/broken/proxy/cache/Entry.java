package io.weir.architecture.broken.proxy.cache;

import io.netty.channel.Channel;
import io.weir.architecture.broken.proxy.limit.Bucket;

/** A feature that sees another feature, and a library outside its fence. */
public record Entry(Bucket bucket, Channel channel) {}
