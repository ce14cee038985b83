package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Refusal;
import java.net.InetAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a door tells. */
public record Listening(Queue<String> noticed, Queue<Refusal> refused, AtomicInteger changes)
    implements DoorListener {
  @Override
  public CompletableFuture<?> changed() {
    changes.incrementAndGet();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void noticed(Notice notice) {
    noticed.add(notice.edge() + " " + notice.text());
  }

  @Override
  public void refused(InetAddress from, Refusal why, long count) {
    refused.add(why);
  }

  @Override
  public boolean isDirecting() {
    return true;
  }
}
