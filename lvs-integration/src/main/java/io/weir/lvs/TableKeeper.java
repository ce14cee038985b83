package io.weir.lvs;

import io.weir.lvs.table.Claims;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.IpvsTable;
import io.weir.lvs.table.Retirement;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.TableDiff;
import io.weir.lvs.table.TableState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the kernel's table as it is wanted. A platform thread of its own, {@code weir-ipvs}, opens
 * the table in its network namespace and is the only one to touch it; it looks at the whole table
 * from time to time, so that what others change is repaired. All methods return at once and may be
 * called by any thread.
 */
public final class TableKeeper implements AutoCloseable {
  /** How often the whole table is looked at. */
  public static final Duration PERIOD = Duration.ofSeconds(15);

  /** How long the connections of a server that leaves are waited for. */
  public static final Duration GRACE = Duration.ofSeconds(60);

  /** How soon a server that leaves, or a kernel that failed, is looked at again. */
  private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Beyond this the table is rather read again than worked out. */
  private static final int FEW = 16;

  private final Opener opener;
  private final KeeperListener listener;
  private final long periodNanos;
  private final Retirement retirement;
  private final Thread thread = Thread.ofPlatform().daemon().name("weir-ipvs").unstarted(this::run);
  private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
  private volatile Optional<TableState> seen = Optional.empty();

  // The thread's own.
  private @Nullable IpvsTable table;
  private @Nullable TableState known;
  private DesiredTable desired = DesiredTable.NOTHING;
  private Claims claims = Claims.NONE;
  private final Adjuster adjuster = new Adjuster();
  private boolean isAtOnce;
  private @Nullable IpvsFailure failure;
  private boolean isClosing;

  /** Opens the table of the network namespace that the calling thread has. */
  @FunctionalInterface
  public interface Opener {
    IpvsTable open() throws IpvsException;
  }

  /** What is wanted, and who waits for it; null: nothing more. */
  private record Wish(
      @Nullable DesiredTable table, boolean isAtOnce, CompletableFuture<TableState> done) {}

  /**
   * Starts; the table is opened when something is wanted of it.
   *
   * @param period how often the whole table is looked at
   * @param grace how long the connections of a server that leaves are waited for
   */
  public static TableKeeper start(
      Opener opener, KeeperListener listener, Duration period, Duration grace) {
    var keeper = new TableKeeper(opener, listener, period, grace);
    keeper.thread.start();
    return keeper;
  }

  private TableKeeper(Opener opener, KeeperListener listener, Duration period, Duration grace) {
    this.opener = opener;
    this.listener = listener;
    this.periodNanos = period.toNanos();
    this.retirement = new Retirement(grace.toNanos());
  }

  /**
   * Wants the table to be so from now on, in place of what was wanted before.
   *
   * @return the table once it is, or an {@link IpvsException}; the keeper goes on trying all the
   *     same
   */
  public CompletableFuture<TableState> want(DesiredTable next) {
    return want(next, false);
  }

  /**
   * The same, but what leaves the table leaves it at once: whoever asks knows that its connections
   * have ended, which the kernel, that sees one direction only, may not for minutes.
   */
  public CompletableFuture<TableState> wantAtOnce(DesiredTable next) {
    return want(next, true);
  }

  private CompletableFuture<TableState> want(DesiredTable next, boolean isAtOnce) {
    var done = new CompletableFuture<TableState>();
    wishes.add(new Wish(next, isAtOnce, done));
    return done;
  }

  /** The table as it was when it was last looked at. */
  public Optional<TableState> seen() {
    return seen;
  }

  /** Ends when what is wanted by now has been done or has failed; the table stays as it is. */
  @Override
  public void close() {
    wishes.add(new Wish(null, false, new CompletableFuture<>()));
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long due = System.nanoTime() + periodNanos;
    while (!isClosing) {
      var waiting = next(due - System.nanoTime());
      boolean isTime = due - System.nanoTime() <= 0;
      if (!waiting.isEmpty() || isTime) {
        look(waiting, isTime);
      }
      if (isTime || failure != null || retirement.isWaiting()) {
        boolean isSoon = failure != null || retirement.isWaiting();
        due = System.nanoTime() + (isSoon ? Math.min(SOON_NANOS, periodNanos) : periodNanos);
      }
    }
    closeTable();
  }

  /** Waits for wishes; takes the last one, and gives all who wait for one. */
  private List<CompletableFuture<TableState>> next(long nanos) {
    var waiting = new ArrayList<CompletableFuture<TableState>>();
    try {
      var wish = wishes.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      while (wish != null) {
        if (wish.table() == null) {
          isClosing = true;
        } else {
          desired = wish.table();
          isAtOnce = wish.isAtOnce();
          waiting.add(wish.done());
        }
        wish = wishes.poll();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread but a JVM that ends.
      isClosing = true;
    }
    return waiting;
  }

  private void look(List<CompletableFuture<TableState>> waiting, boolean isTime) {
    boolean isIdle = adjuster.isIdle(desired.settings());
    if (desired.isEmpty() && claims.equals(Claims.NONE) && isIdle) {
      waiting.forEach(done -> done.complete(TableState.EMPTY));
      return;
    }
    boolean isExpected = !waiting.isEmpty();
    boolean isParting = retirement.isWaiting();
    try {
      var changes = isTime || known == null ? fully() : quickly(known);
      boolean isGoodbye =
          isParting && changes.stream().allMatch(TableChange.DeleteServer.class::isInstance);
      var refused = adjust(isTime);
      if (refused.isEmpty()) {
        recover();
      }
      tell(changes, isExpected || isGoodbye);
      var now = seen.orElse(TableState.EMPTY);
      waiting.forEach(done -> done.complete(now));
      if (refused.isPresent()) {
        throw refused.get();
      }
    } catch (IpvsException e) {
      known = null;
      if (!e.failure().isOfTheKernel()) {
        closeTable();
      }
      if (!e.failure().equals(failure)) {
        listener.failed(e.failure());
      }
      failure = e.failure();
      waiting.forEach(done -> done.completeExceptionally(e));
    }
  }

  private void recover() {
    if (failure != null) {
      failure = null;
      listener.recovered();
    }
  }

  /** What the kernel refuses beside the table must not keep the table from what it needs. */
  private Optional<IpvsException> adjust(boolean isTime) throws IpvsException {
    if (!isTime && adjuster.isMade(desired.settings())) {
      return Optional.empty();
    }
    try {
      var adjusted = adjuster.adjust(open(), desired.settings());
      if (!adjusted.isEmpty()) {
        listener.adjusted(adjusted);
      }
      return Optional.empty();
    } catch (IpvsException e) {
      if (!e.failure().isOfTheKernel()) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  private void tell(List<TableChange> changes, boolean isExpected) {
    if (changes.isEmpty()) {
      return;
    }
    if (isExpected) {
      listener.changed(changes);
    } else {
      listener.repaired(changes);
    }
  }

  /** From the whole table. */
  private List<TableChange> fully() throws IpvsException {
    return make(open().read());
  }

  /**
   * From the table as it must be by now; if it is not, from the whole one. So are changes that take
   * something away: they hang on how many connections there are now.
   */
  private List<TableChange> quickly(TableState before) throws IpvsException {
    boolean isHarmless =
        TableDiff.between(before, desired, claims.with(desired, before)).stream()
            .noneMatch(TableKeeper::isDeletion);
    if (!isHarmless) {
      return fully();
    }
    try {
      return make(before);
    } catch (IpvsException e) {
      if (!e.failure().isOfTheKernel()) {
        throw e;
      }
      return fully();
    }
  }

  private List<TableChange> make(TableState actual) throws IpvsException {
    claims = claims.with(desired, actual);
    var wanted = TableDiff.between(actual, desired, claims);
    var changes = isAtOnce ? wanted : retirement.soften(wanted, actual, System.nanoTime());
    boolean isMuch = changes.size() > FEW;
    var state = actual;
    IpvsException refused = null;
    for (var change : changes) {
      try {
        open().apply(change);
        state = isMuch ? state : state.after(change);
      } catch (IpvsException e) {
        if (!e.failure().isOfTheKernel()) {
          throw e;
        }
        // What one service cannot have must not keep the others from what they need.
        refused = refused == null ? e : refused;
      }
    }
    if (isMuch) {
      state = open().read();
    }
    claims = claims.without(desired, state);
    known = state;
    seen = Optional.of(state);
    if (refused != null) {
      throw refused;
    }
    return changes;
  }

  private static boolean isDeletion(TableChange change) {
    return switch (change) {
      case TableChange.DeleteServer _, TableChange.DeleteService _ -> true;
      case TableChange.AddService _,
          TableChange.SetService _,
          TableChange.AddServer _,
          TableChange.SetServer _ ->
          false;
    };
  }

  private IpvsTable open() throws IpvsException {
    var open = table;
    if (open == null) {
      open = opener.open();
      table = open;
    }
    return open;
  }

  private void closeTable() {
    if (table != null) {
      table.close();
      table = null;
    }
  }

  /** Whether a failure is one that time alone does not cure. */
  public static boolean isLasting(IpvsFailure failure) {
    return switch (failure) {
      case IpvsFailure.NoIpvs _, IpvsFailure.NotPermitted _, IpvsFailure.NoIpv6 _ -> true;
      case IpvsFailure.NoService _,
          IpvsFailure.NoServer _,
          IpvsFailure.NoModule _,
          IpvsFailure.Exists _,
          IpvsFailure.NoDevice _,
          IpvsFailure.BadValue _,
          IpvsFailure.Refused _,
          IpvsFailure.NoAnswer _ ->
          false;
    };
  }
}
