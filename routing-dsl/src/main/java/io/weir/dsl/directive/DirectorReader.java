package io.weir.dsl.directive;

import io.weir.dsl.model.Director;
import io.weir.dsl.source.Code;
import java.util.Map;
import java.util.Optional;

/** {@code director { … }}: a reader and a list of the draft for each statement. */
final class DirectorReader implements Reader<FileDraft> {
  static final Table<DirectorDraft> TABLE = new Table<>(Scope.DIRECTOR, Map.of());

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    var block = arguments.block();
    var draft = new DirectorDraft();
    boolean isWhole = TABLE.read(block, draft, arguments.context());
    if (isWhole) {
      arguments.fail(Code.ARGUMENTS, arguments.statement().span(), "the director directs nothing");
    }
    file.director = Optional.of(new Director(arguments.statement().span()));
  }
}
