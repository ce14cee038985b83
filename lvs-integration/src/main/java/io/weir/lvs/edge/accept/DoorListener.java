package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Refusal;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** Hears what comes of the streams of edges; called by their threads. */
public interface DoorListener {
  /** Other members, or others' weights; done when the kernel knows. */
  CompletableFuture<?> changed();

  /** Something happened to an edge. */
  void noticed(Notice notice);

  /**
   * Streams were refused, or ended by this director; told of each reason every ten seconds at most.
   *
   * @param from where the last of them came from
   * @param count since it was last told
   */
  void refused(InetAddress from, Refusal why, long count);

  /** Whether connections of the services come by way of this director now. */
  boolean isDirecting();
}
