package io.weir.lvs.probe;

import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives each question that goes through a service a mark of its own, and says which services the
 * kernel needs for them: one for each mark, with the one server that is asked. So a question goes
 * the way of clients' packets, and to that server in any case. Its callers take turns; any thread
 * may look.
 */
public final class Marks {
  /** Marks from here on, 16 million of them, are Weir's own. */
  public static final int FIRST = 0x57000000;

  private static final int COUNT = 0x1000000;

  private volatile Map<Question, Integer> given = Map.of();
  private int next;

  /** These questions are asked from now on, and no others. */
  public void settle(Set<Question> questions) {
    var through = questions.stream().filter(it -> it.through().isPresent()).toList();
    if (given.keySet().equals(new HashSet<>(through))) {
      return;
    }
    var marks = new HashMap<Question, Integer>();
    for (var question : through) {
      var before = given.get(question);
      if (before != null) {
        marks.put(question, before);
      }
    }
    var taken = new HashSet<>(marks.values());
    for (var question : through) {
      // One that was given back lately is left alone for as long as can be.
      while (!marks.containsKey(question)) {
        int mark = FIRST + next;
        next = (next + 1) % COUNT;
        if (taken.add(mark)) {
          marks.put(question, mark);
        }
      }
    }
    given = Map.copyOf(marks);
  }

  /** The mark of a question; 0: it has none. */
  public int of(Question question) {
    return given.getOrDefault(question, 0);
  }

  /** Whether an address is one that is asked at: a server may have it too, and not answer to it. */
  boolean isVirtual(InetAddress address) {
    return given.keySet().stream().anyMatch(it -> it.at().getAddress().equals(address));
  }

  /** What the kernel needs. */
  public List<DesiredService> services() {
    return given.entrySet().stream()
        .flatMap(one -> one.getKey().through().stream().map(it -> service(it, one.getValue())))
        .toList();
  }

  private static DesiredService service(Question.Through way, int mark) {
    return new DesiredService(
        new VirtualService(new ServiceKey.Mark(way.family(), mark), "rr"),
        List.of(way.server()),
        Tenure.OWNED);
  }

  /** Whether a service is one that only Weir makes. */
  public static boolean isOwn(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Mark(_, var mark) -> mark >= FIRST && mark < FIRST + COUNT;
      case ServiceKey.Place _ -> false;
    };
  }
}
