package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Pool;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** {@code server 10.0.0.11:8080 weight 2 max-conns 100 backup}. */
final class ServerReader implements Reader<PoolDraft> {
  private static final int MOST_WEIGHT = 256;
  private static final List<String> OPTIONS = List.of("weight", "max-conns", "backup");

  @Override
  public void read(Arguments arguments, PoolDraft pool) {
    var written = Typed.endpoint(arguments, "server", "10.0.0.11:8080");
    var at = new Endpoint(written.host().toLowerCase(Locale.ROOT), written.port());
    var place = arguments.last();
    if (!arguments.isBroken()) {
      check(arguments, at);
    }
    int weight = 1;
    boolean isBackup = false;
    var maxConns = OptionalInt.empty();
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("server", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this server");
      }
      switch (option) {
        case "weight" -> weight = Typed.number(arguments, "weight", 1, MOST_WEIGHT);
        case "max-conns" ->
            maxConns =
                OptionalInt.of(
                    Typed.number(arguments, "max-conns", 1, PoolReaders.MOST_CONNECTIONS));
        default -> isBackup = true;
      }
    }
    arguments.endWithoutBlock();
    for (var other : pool.servers) {
      if (other.at().equals(at)) {
        arguments.fail(
            Diagnostic.of(Code.DUPLICATE_NAME, place, "server " + at + " is in the pool twice")
                .label("first in " + Names.where(other.span(), place)));
      }
    }
    if (!arguments.isBroken()) {
      pool.servers.add(
          new Pool.Server(at, weight, isBackup, maxConns, arguments.statement().span()));
    }
  }

  private static void check(Arguments arguments, Endpoint at) {
    if (at.host().isEmpty()) {
      arguments.fail(
          Code.BAD_ADDRESS, arguments.last(), "a server needs a host: " + "127.0.0.1:" + at.port());
    } else if (at.port() == 0) {
      arguments.fail(Code.BAD_ADDRESS, arguments.last(), "a server needs a port from 1 to 65535");
    } else if (at.host().indexOf(':') < 0) {
      Hosts.labels(at.host())
          .ifPresent(why ->
              arguments.fail(
                  Code.BAD_ADDRESS,
                  arguments.last(),
                  "\"" + Context.shortened(at.host()) + "\" is no name of a host: " + why));
    }
  }
}
