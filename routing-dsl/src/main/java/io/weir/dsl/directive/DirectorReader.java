package io.weir.dsl.directive;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.TableTimeouts;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Map;
import java.util.Optional;

/** {@code director { … }}: a reader and a list of the draft for each statement. */
final class DirectorReader implements Reader<FileDraft> {
  static final Table<DirectorDraft> TABLE =
      new Table<>(
          Scope.DIRECTOR,
          Map.of(
              "accept", new AcceptReader(),
              "notify-fifo", DirectorReader::fifo,
              "pair", new PairReader(),
              "sync", new SyncReader(),
              "timeouts", new TableTimeoutsReader(),
              "virtual", new VirtualReader(),
              "vrrp", new VrrpReader()));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    var block = arguments.block();
    var draft = new DirectorDraft();
    boolean isWhole = TABLE.read(block, draft, arguments.context());
    if (isWhole && draft.isEmpty()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS, arguments.statement().span(), "the director directs nothing")
              .hint("write: virtual 192.0.2.10:443 tcp { real 192.0.2.11 }"));
    }
    if (draft.pair.isPresent() && isWhole && draft.routers.isEmpty()) {
      arguments.flag(
          Code.NO_EFFECT, draft.pair.get().span(), "a pair is of use to virtual routers only");
    }
    if (draft.fifo.isPresent() && isWhole && draft.routers.isEmpty()) {
      arguments.flag(
          Code.NO_EFFECT, draft.fifo.get().span(), "only virtual routers have roles to tell of");
    }
    if (isWhole) {
      draft.edges.ifPresent(edges -> AcceptReader.check(arguments, edges, draft.services));
      SyncReader.check(arguments, draft);
    }
    file.director =
        Optional.of(
            new Director(
                draft.services,
                draft.routers,
                draft.pair,
                draft.fifo,
                draft.edges,
                draft.syncs,
                draft.timeouts.orElse(TableTimeouts.NONE),
                arguments.statement().span()));
  }

  /** {@code notify-fifo "/run/weir/vrrp.fifo"}. */
  private static void fifo(Arguments arguments, DirectorDraft director) {
    if (director.fifo.isPresent()) {
      arguments.flag(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"notify-fifo\" is set twice in this block");
    }
    var file = FileNames.file(arguments, "notify-fifo");
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      director.fifo = Optional.of(file);
    }
  }
}
