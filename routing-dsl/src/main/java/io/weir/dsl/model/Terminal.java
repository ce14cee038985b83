package io.weir.dsl.model;

import java.util.List;
import java.util.Optional;

/** What a route does with a request in the end. */
public sealed interface Terminal {
  /**
   * Send it to a pool, chosen by share.
   *
   * @param stickyCookie cookie that keeps a client with the share it got first
   */
  record Forward(List<Share> shares, Optional<String> stickyCookie) implements Terminal {
    public Forward {
      shares = List.copyOf(shares);
    }
  }

  /**
   * A pool's part of the requests.
   *
   * @param basisPoints of 10,000; the shares of a route add up to 10,000
   */
  record Share(String pool, int basisPoints) {}

  /** Answer with a fixed text. */
  record Respond(int status, String text) implements Terminal {}

  /** Answer with a redirect. */
  record Redirect(int status, Template target) implements Terminal {}

  /**
   * Answer from a folder. The part of the path that {@code **} matched names the file; without
   * {@code **} the whole path does.
   *
   * @param directory absolute, or relative to where Weir was started
   * @param index names tried, in order, for a path that ends in a slash
   */
  record Files(String directory, List<String> index) implements Terminal {
    public Files {
      index = List.copyOf(index);
    }
  }
}
