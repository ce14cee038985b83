package io.weir.vrrp.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class NeighborAdvertisementFuzzTest {
  @FuzzTest
  void anyOctetsAreAClaimOrNone(byte[] octets) {
    NeighborAdvertisement.read(octets, 255)
        .ifPresent(claim -> {
          byte[] target = Arrays.copyOfRange(octets, 8, 24);
          if (claim.mac().length != 6 || !Arrays.equals(claim.address().getAddress(), target)) {
            throw new AssertionError("read " + claim);
          }
        });
  }
}
