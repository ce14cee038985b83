package io.weir.dsl.directive;

import io.weir.dsl.model.Sync;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** {@code sync vrrp 51 on eth0 id 7 group 239.0.0.1 port 8848 ttl 2 max-length 1400}. */
final class SyncReader implements Reader<DirectorDraft> {
  private static final List<String> ROLES =
      Stream.of(Sync.Role.values()).map(Sync.Role::word).toList();
  private static final List<String> OPTIONS = List.of("id", "group", "port", "ttl", "max-length");

  /**
   * What does not fit an IP packet, and for a backup less than this, the kernel takes for another.
   */
  private static final int MOST_LENGTH = 65487;

  private static final int LEAST_OF_BACKUP = 1024;
  private static final int LEAST_LENGTH = 128;

  @Override
  public void read(Arguments arguments, DirectorDraft director) {
    var role = Sync.Role.values()[ROLES.indexOf(arguments.oneOf("sync", ROLES))];
    var follows =
        role == Sync.Role.VRRP
            ? OptionalInt.of(Typed.number(arguments, "sync vrrp", 1, 255))
            : OptionalInt.empty();
    arguments.oneOf("sync " + role.word(), List.of("on"));
    var on = VrrpReader.interfaceName(arguments);
    int id = 0;
    var group = Optional.<String>empty();
    var port = OptionalInt.empty();
    var ttl = OptionalInt.empty();
    var length = OptionalInt.empty();
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("sync", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this daemon");
      }
      switch (option) {
        case "id" -> id = Typed.number(arguments, "sync id", 0, 255);
        case "group" -> group = Optional.of(group(arguments));
        case "port" -> port = OptionalInt.of(Typed.number(arguments, "sync port", 1, 65535));
        case "ttl" -> ttl = OptionalInt.of(Typed.number(arguments, "sync ttl", 1, 255));
        default ->
            length =
                OptionalInt.of(
                    Typed.number(arguments, "sync max-length", least(role), MOST_LENGTH));
      }
    }
    arguments.endWithoutBlock();
    checkOnce(arguments, director, role);
    if (!arguments.isBroken()) {
      var span = arguments.statement().span();
      director.syncs.add(new Sync(role, follows, on, id, group, port, ttl, length, span));
    }
  }

  private static int least(Sync.Role role) {
    return switch (role) {
      case MASTER -> LEAST_LENGTH;
      case BACKUP, VRRP -> LEAST_OF_BACKUP;
    };
  }

  private static void checkOnce(Arguments arguments, DirectorDraft director, Sync.Role role) {
    var span = arguments.statement().span();
    if (arguments.isBroken()) {
      return;
    }
    director.syncs.stream()
        .filter(other -> isOneOf(role, other.role()))
        .findFirst()
        .ifPresent(other ->
            arguments.flag(
                Diagnostic.of(Code.SET_TWICE, span, one(role, other.role()))
                    .label("the first is in " + Names.where(other.span(), span))));
  }

  /** Whoever follows a virtual router is both in turn. */
  private static boolean isOneOf(Sync.Role role, Sync.Role other) {
    return role == other || role == Sync.Role.VRRP || other == Sync.Role.VRRP;
  }

  private static String one(Sync.Role role, Sync.Role other) {
    return role == other
        ? "the kernel has one sync " + role.word()
        : "sync vrrp is master and backup in turn, so there is no other sync";
  }

  /** Who follows a virtual router needs one. */
  static void check(Arguments arguments, DirectorDraft director) {
    for (var sync : director.syncs) {
      boolean isThere =
          sync.follows().isEmpty()
              || director.routers.stream().anyMatch(it -> it.id() == sync.follows().getAsInt());
      if (!isThere) {
        var numbers = director.routers.stream().map(it -> "vrrp " + it.id()).distinct().toList();
        arguments.flag(
            Code.UNKNOWN_NAME,
            sync.span(),
            "found no virtual router vrrp %d in the director; expected %s"
                .formatted(
                    sync.follows().getAsInt(),
                    numbers.isEmpty() ? "one" : "one of: " + String.join(", ", numbers)));
      }
    }
  }

  /** An IPv4 or IPv6 address of a group (RFC 5771, RFC 4291 2.7). */
  private static String group(Arguments arguments) {
    var item = arguments.value("a multicast address");
    var address =
        Typed.cast(arguments, item, "sync group", Value.Network.class, "a multicast address")
            .map(Value.Network::cidr);
    if (address.isEmpty()) {
      return "";
    }
    var cidr = address.get();
    int first = cidr.address()[0] & 255;
    boolean isWhole = cidr.prefix() == cidr.address().length * 8;
    boolean isGroup = cidr.address().length == 4 ? first >= 224 && first < 240 : first == 255;
    if (!isWhole || !isGroup) {
      arguments.flag(
          Code.BAD_ADDRESS,
          item.span(),
          "sync group needs a multicast address such as 224.0.0.81 or ff05::81");
    }
    return Addresses.text(cidr.address());
  }
}
