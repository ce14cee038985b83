package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Pool;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import io.weir.proxy.exchange.Loop;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamsTest {
  private final ForwardingRules rules = new ForwardingRules(new byte[0], false);
  private final Upstreams upstreams =
      new Upstreams(
          List.of(new Loop(0, new DefaultEventLoop(), null, 1)),
          EmbeddedChannel::new,
          _ -> Future.failedFuture("nothing is resolved here"),
          UpstreamObserver.NONE);

  @Test
  void forgetsThePoolsThatNoConfigurationNames() {
    upstreams.steps(pools("a", "b"), rules);

    upstreams.retireOthers(pools("b"));

    assertThat(upstreams.loaded()).containsExactly("b");
  }

  @Test
  void remembersAPoolAsLongAsARequestOfItIsInFlight() {
    var step = upstreams.steps(pools("a"), rules).get("a");
    step.pool.load().requests().incrementAndGet();

    upstreams.retireOthers(pools());
    assertThat(upstreams.loaded()).containsExactly("a");
    step.pool.load().requests().decrementAndGet();
    upstreams.retireOthers(pools());

    assertThat(upstreams.loaded()).isEmpty();
  }

  private static List<Pool> pools(String... names) {
    var text = new StringBuilder("weir 1\n");
    for (var name : names) {
      text.append("pool ").append(name).append(" { server 10.0.0.1:80 }\n");
    }
    var source = new Source("test.weir", text.toString());
    return ((Reading.Accepted) WeirFile.read(source, SourceLoader.none())).config().pools();
  }
}
