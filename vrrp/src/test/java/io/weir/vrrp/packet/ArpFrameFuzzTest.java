package io.weir.vrrp.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

class ArpFrameFuzzTest {
  @FuzzTest
  void anyOctetsAreAFrameOrNone(byte[] octets) {
    ArpFrame.read(ByteBuffer.wrap(octets))
        .ifPresent(frame -> {
          byte[] address = Arrays.copyOfRange(octets, 28, 32);
          if (frame.mac().length != 6
              || !Arrays.equals(frame.address().getAddress(), address)
              || !frame.toString().contains(" at ")) {
            throw new AssertionError("read " + frame);
          }
        });
  }
}
