package io.weir.proxy.listen;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ProxyHeaderFuzzTest {
  @FuzzTest
  void readsAnyOctets(byte[] octets) {
    ProxyHeaderSplitTest.assertReadsTheSameOctetByOctet(octets);
  }
}
