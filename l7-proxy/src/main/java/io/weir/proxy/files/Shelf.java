package io.weir.proxy.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.files.Finding.Absent;
import io.weir.proxy.files.Finding.Present;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has found in a folder, the least recently used first. A finding counts for a
 * second; then the first request to come has a worker look again, and those that come meanwhile
 * wait for the same look. Only the loop's thread may call.
 */
final class Shelf {
  /** How long a finding, a bad one too, is believed. */
  static final long FRESH_NANOS = 1_000_000_000L;

  /** What nobody has asked for this long is given up, so that deleted files free their space. */
  static final long IDLE_NANOS = 60_000_000_000L;

  /** Findings kept. */
  static final int SLOTS = 4096;

  /** Looks under way beyond which requests are refused: the disk does not keep up. */
  static final int LOOKS = 256;

  /** About what a slot takes beside its key's octets and its file's content. */
  private static final long SLOT_OCTETS = 512;

  private final Loop loop;
  private final Folder folder;
  private final Budget budget;
  private final LongSupplier nanos;
  private final LinkedHashMap<PathKey, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);
  private final PathKey probe = new PathKey();
  private final Deadline sweep;
  private int looks;
  private boolean closed;

  Shelf(Loop loop, Folder folder, Budget budget, LongSupplier nanos) {
    this.loop = loop;
    this.folder = folder;
    this.budget = budget;
    this.nanos = nanos;
    this.sweep =
        new Deadline() {
          @Override
          protected void expired(long now) {
            sweep(now);
          }
        };
  }

  private static final class Slot {
    final PathKey key;
    @Nullable Finding finding;
    @Nullable Future<Finding> pending;
    long foundAt;
    long usedAt;

    Slot(PathKey key) {
      this.key = key;
    }

    long memory() {
      long octets = SLOT_OCTETS + key.length();
      return finding instanceof Present(var file) ? octets + file.memory() : octets;
    }

    int openFiles() {
      return finding instanceof Present(var file) ? file.openFiles() : 0;
    }
  }

  /** Whose shelf it is. */
  Loop loop() {
    return loop;
  }

  /** What is known of the path, or null if someone has to look. */
  @Nullable Finding fresh(byte[] bytes, int start, int end) {
    var slot = slots.get(probe.over(bytes, start, end));
    if (slot == null || slot.pending != null || slot.finding == null) {
      return null;
    }
    long now = nanos.getAsLong();
    if (now - slot.foundAt >= FRESH_NANOS) {
      return null;
    }
    slot.usedAt = now;
    return slot.finding;
  }

  /** Has a worker look for the file that the path names; completes on the loop. */
  Future<Finding> look(byte[] bytes, int start, int end, FileName.Below name) {
    var slot = slots.get(probe.over(bytes, start, end));
    if (slot != null && slot.pending != null) {
      return slot.pending;
    }
    if (looks == LOOKS) {
      var detail = "found " + looks + " looks for files under way, expected fewer: slow disk?";
      return Future.failedFuture(new ProxyFailure(Cause.QUEUE_FULL, detail));
    }
    if (slot == null) {
      slot = new Slot(probe.copy());
      slots.put(slot.key, slot);
      budget.take(slot.memory(), 0);
    }
    return begin(slot, name);
  }

  /** Gives everything up, and keeps nothing from now on. */
  void close() {
    closed = true;
    loop.deadlines().remove(sweep);
    for (var slot : new ArrayList<>(slots.values())) {
      if (slot.pending == null) {
        evict(slot);
      }
    }
  }

  /** How many findings are kept. */
  int size() {
    return slots.size();
  }

  private Future<Finding> begin(Slot slot, FileName.Below name) {
    looks++;
    // The file cannot be freed meanwhile: a slot with a look under way stays.
    var known = slot.finding instanceof Present(var file) ? file : null;
    // A worker may be done before this method is, so it must be waited for before it starts.
    var found = Promise.<Finding>promise();
    slot.pending = found.future();
    loop.context()
        .executeBlocking(() -> folder.find(name, known), false)
        .otherwise(thrown -> new Absent(Cause.INTERNAL, String.valueOf(thrown)))
        .onSuccess(finding -> found.complete(settle(slot, finding)));
    return found.future();
  }

  private Finding settle(Slot slot, Finding finding) {
    looks--;
    slot.pending = null;
    slot.foundAt = nanos.getAsLong();
    slot.usedAt = slot.foundAt;
    replace(slot, finding);
    trim(slot);
    if (closed) {
      // Those who wait for this finding take what they need of it in this turn of the loop.
      loop.execute(() -> {
        if (slot.pending == null && slots.get(slot.key) == slot) {
          evict(slot);
        }
      });
    } else {
      loop.deadlines().set(sweep, slot.usedAt + IDLE_NANOS);
    }
    return finding;
  }

  private void replace(Slot slot, Finding finding) {
    if (finding instanceof Present(var file)) {
      file.hold();
    }
    budget.giveBack(slot.memory(), slot.openFiles());
    letGo(slot);
    slot.finding = finding;
    budget.take(slot.memory(), slot.openFiles());
  }

  private void trim(Slot kept) {
    var eldest = slots.values().iterator();
    while (eldest.hasNext() && (slots.size() > SLOTS || budget.isExceeded())) {
      var slot = eldest.next();
      if (slot != kept && slot.pending == null) {
        eldest.remove();
        forget(slot);
      }
    }
  }

  private void sweep(long now) {
    var eldest = slots.values().iterator();
    while (eldest.hasNext()) {
      var slot = eldest.next();
      if (slot.pending != null) {
        continue;
      }
      if (now - slot.usedAt < IDLE_NANOS) {
        break;
      }
      eldest.remove();
      forget(slot);
    }
    if (!slots.isEmpty()) {
      loop.deadlines().set(sweep, now + IDLE_NANOS);
    }
  }

  private void evict(Slot slot) {
    slots.remove(slot.key);
    forget(slot);
  }

  private void forget(Slot slot) {
    budget.giveBack(slot.memory(), slot.openFiles());
    letGo(slot);
    slot.finding = null;
  }

  private void letGo(Slot slot) {
    if (slot.finding instanceof Present(var file)) {
      file.letGo(loop);
    }
  }
}
