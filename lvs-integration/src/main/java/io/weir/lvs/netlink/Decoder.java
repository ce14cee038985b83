package io.weir.lvs.netlink;

import java.nio.ByteBuffer;

/**
 * Reads the payload of one message. The octets are gone when it returns.
 *
 * @param <T> what they mean
 */
@FunctionalInterface
public interface Decoder<T> {
  T read(ByteBuffer payload) throws NetlinkException;
}
