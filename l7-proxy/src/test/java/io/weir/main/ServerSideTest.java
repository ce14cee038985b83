package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.MemorySources;
import io.weir.dsl.source.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On the machine that the tests run on, which has no address of a network for documentation. */
class ServerSideTest {
  @Test
  void saysThatNoInterfaceHasTheVirtualAddress() {
    assertThat(ServerSide.advice(config("ramp off", "")))
        .containsExactly(
            "packets for 203.0.113.10 are not taken in: no interface has the address; run: ip addr"
                + " add 203.0.113.10/32 dev lo, or write in register: vip on lo");
  }

  @Test
  void saysNothingWhereWeirSeesToItItself() {
    assertThat(ServerSide.advice(config("vip on lo", ""))).isEmpty();
    assertThat(ServerSide.advice(config("vip on lo quiet", ""))).isEmpty();
  }

  @Test
  void saysNothingWherePacketsComeForTheMachinesOwnAddress() {
    assertThat(ServerSide.advice(config("forward nat", ""))).isEmpty();
  }

  @Test
  void saysNothingOfAnAddressThatAVirtualRouterOfTheFileHolds() {
    var router = "director { vrrp 51 on eth0 { address 203.0.113.10/24; peers 203.0.113.3 } }";

    assertThat(ServerSide.advice(config("ramp off", router))).isEmpty();
  }

  private static WeirConfig config(String setting, String director) {
    var text =
        """
        weir 1
        listen :443
        %s
        register 203.0.113.11 as real server of 203.0.113.10:443 with kernel { %s }
        host * { route /** { respond 200 } }
        """
            .formatted(director, setting);
    var none = new MemorySources(Map.of());
    return switch (WeirFile.read(new Source("test.weir", text), none)) {
      case Reading.Accepted(var config, _) -> config;
      case Reading.Rejected(var errors) -> throw new AssertionError(errors);
    };
  }
}
