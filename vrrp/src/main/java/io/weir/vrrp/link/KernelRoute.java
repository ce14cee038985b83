package io.weir.vrrp.link;

import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A route or a rule as the kernel has it (rtnetlink(7)), and as ip(8) takes it away.
 *
 * <p>Routes and rules of this process are told from others by their protocol, so that none but
 * these is ever removed.
 */
public sealed interface KernelRoute {
  /** Of the routes and rules of virtual routers: no number that another program is known by. */
  int PROTOCOL = 87;

  /** Which of the two sets of routes it is in. */
  Family family();

  /** The arguments of {@code ip}, which is told the family elsewhere. */
  String words();

  /** What it is, for people. */
  default String text() {
    return words().replaceFirst("^(route|rule) delete", "$1");
  }

  /** What becomes of packets: as in struct rtmsg and in struct fib_rule_hdr. */
  enum Fate {
    /** They go on, for a rule: they follow its table. */
    UNICAST("unicast", 1, 1),
    /** They are dropped. */
    BLACKHOLE("blackhole", 6, 6),
    /** They are answered: host unreachable. */
    UNREACHABLE("unreachable", 7, 7),
    /** They are answered: prohibited. */
    PROHIBIT("prohibit", 8, 8);

    private final String word;
    private final int type;
    private final int action;

    Fate(String word, int type, int action) {
      this.word = word;
      this.type = type;
      this.action = action;
    }

    int type() {
      return type;
    }

    int action() {
      return action;
    }
  }

  /** A network: an address whose bits behind the prefix are zero. */
  record Network(InetAddress address, int prefix) {
    /** All of a family. */
    public static Network everywhere(Family family) {
      return new Network(family.unspecified(), 0);
    }

    @Override
    public String toString() {
      return address.getHostAddress() + "/" + prefix;
    }
  }

  /**
   * Where packets go.
   *
   * @param on the name of an interface
   * @param source an address of this machine
   * @param metric 0 for the kernel's own
   */
  record Route(
      Network to,
      Fate fate,
      Optional<InetAddress> via,
      Optional<String> on,
      Optional<InetAddress> source,
      int metric,
      int table)
      implements KernelRoute {
    @Override
    public Family family() {
      return Family.of(to.address());
    }

    @Override
    public String words() {
      var words = new StringBuilder("route delete ");
      words.append(fate.word).append(' ').append(to);
      via.ifPresent(one -> words.append(" via ").append(one.getHostAddress()));
      on.ifPresent(one -> words.append(" dev ").append(one));
      if (metric != 0) {
        words.append(" metric ").append(metric);
      }
      return words.append(" table ").append(table).append(" proto ").append(PROTOCOL).toString();
    }
  }

  /**
   * Which packets follow which routes.
   *
   * @param in the name of an interface that they come in by
   * @param out that of one that their sender asked for
   * @param mark 0 for any
   */
  record Rule(
      Network from,
      Network to,
      Optional<String> in,
      Optional<String> out,
      int mark,
      int priority,
      Fate fate,
      int table)
      implements KernelRoute {
    @Override
    public Family family() {
      return Family.of(from.address());
    }

    @Override
    public String words() {
      // Whatever else it says, no other rule of this protocol has its place: but for the family.
      var words = new StringBuilder("rule delete");
      words.append(" from ").append(from).append(" to ").append(to);
      in.ifPresent(one -> words.append(" iif ").append(one));
      out.ifPresent(one -> words.append(" oif ").append(one));
      if (mark != 0) {
        words.append(" fwmark ").append(mark);
      }
      words.append(" priority ").append(priority);
      if (fate == Fate.UNICAST) {
        words.append(" table ").append(table);
      } else {
        words.append(" type ").append(fate.word);
      }
      return words.append(" protocol ").append(PROTOCOL).toString();
    }
  }
}
