package io.weir.dsl.directive;

import io.weir.dsl.model.Cache;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Map;

/** {@code cache assets-store { memory 256M; object 64M }} at the top of a file. */
final class CacheStoreReader implements Reader<FileDraft> {
  private static final long LEAST_MEMORY = 1L << 20;
  private static final long MOST_MEMORY = 1L << 40;
  private static final long LEAST_OBJECT = 1L << 10;

  static final Table<CacheDraft> TABLE =
      new Table<>(
          Scope.CACHE,
          Map.of("memory", CacheStoreReader::memory, "object", CacheStoreReader::object));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var name = arguments.word("a name");
    var draft = new CacheDraft();
    boolean isWhole = TABLE.read(arguments.block(), draft, arguments.context());
    if (isWhole && draft.memory.isEmpty() && !arguments.isBroken()) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS, arguments.statement().span(), "the cache has nowhere to keep")
              .hint("write: memory 256M"));
    }
    long memory = draft.memory.orElse(LEAST_MEMORY);
    file.caches.add(new Cache(name.text(), memory, draft.largest, arguments.statement().span()));
  }

  private static void memory(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    cache.memory =
        java.util.Optional.of(Typed.size(arguments, "memory", LEAST_MEMORY, MOST_MEMORY));
    arguments.endWithoutBlock();
  }

  private static void object(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    cache.largest = Typed.size(arguments, "object", LEAST_OBJECT, MOST_MEMORY);
    arguments.endWithoutBlock();
  }
}
