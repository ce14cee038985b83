package io.weir.dsl.directive;

import io.weir.dsl.directive.FileDraft.ListenDraft;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.List;
import java.util.Map;

/** {@code listen :80 { … }}. */
final class ListenReader implements Reader<FileDraft> {
  static final Table<ListenDraft> TABLE =
      new Table<>(
          Scope.LISTEN,
          Map.of(
              "redirect", ListenReader::redirect,
              "proxy-protocol", ListenReader::proxyProtocol,
              "limit", new IntakeReader(),
              "timeout", Table.in(d -> d.layer, TimeoutReader.ofClients()),
              "head", Table.in(d -> d.layer, new HeadReader()),
              "keep-alive", Table.in(d -> d.layer, new KeepAliveReader()),
              "underscores", Table.in(d -> d.layer, new UnderscoresReader()),
              "encoded-slash", Table.in(d -> d.layer, new EncodedSlashReader())));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var at = place(arguments, "listen");
    arguments.end();
    var listener = new ListenDraft(at, arguments.statement().span());
    boolean isPlaceKnown = !arguments.isBroken();
    TABLE.read(arguments.optionalBlock(), listener, arguments.context());
    if (isPlaceKnown) {
      file.listeners.add(listener);
    }
  }

  /** An endpoint whose host is an address or nothing. */
  static Endpoint place(Arguments arguments, String slot) {
    var at = Typed.endpoint(arguments, slot, ":8080");
    var host = at.host();
    if (arguments.isBroken() || host.isEmpty() || Addresses.parse(host).isPresent()) {
      return at;
    }
    var meant = host.equals("*") ? ":" + at.port() : "";
    meant = host.equals("localhost") ? "127.0.0.1:" + at.port() : meant;
    var diagnostic =
        Diagnostic.of(
            Code.BAD_ADDRESS,
            arguments.last(),
            slot
                + " needs an address and a port, not the name \""
                + Context.shortened(host)
                + "\"");
    arguments.fail(meant.isEmpty() ? diagnostic : diagnostic.label("did you mean " + meant + "?"));
    return at;
  }

  private static void proxyProtocol(Arguments arguments, ListenDraft listener) {
    arguments.oneOf("proxy-protocol", List.of("from"));
    var from = Typed.addresses(arguments, "proxy-protocol from");
    arguments.endWithoutBlock();
    if (!listener.proxyProtocol.isEmpty()) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"proxy-protocol\" is set twice in this block");
    }
    listener.proxyProtocol = from;
  }

  private static void redirect(Arguments arguments, ListenDraft listener) {
    arguments.oneOf("redirect", List.of("https"));
    if (listener.redirectsToHttps) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"redirect\" is set twice in this block");
    }
    listener.redirectsToHttps = true;
    arguments.endWithoutBlock();
  }
}
