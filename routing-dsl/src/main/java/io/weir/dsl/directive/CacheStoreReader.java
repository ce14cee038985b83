package io.weir.dsl.directive;

import io.weir.dsl.model.Cache;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Map;
import java.util.Optional;

/**
 * {@code cache assets-store { memory 256M; disk "/var/cache/weir" 10G; object 64M; slice 1M }} at
 * the top of a file.
 */
final class CacheStoreReader implements Reader<FileDraft> {
  private static final long LEAST_MEMORY = 1L << 20;
  private static final long MOST_MEMORY = 1L << 40;
  private static final long LEAST_DISK = 16L << 20;
  private static final long MOST_DISK = 1L << 47;
  private static final long LEAST_OBJECT = 1L << 10;
  private static final long LEAST_SLICE = 64L << 10;
  private static final long MOST_SLICE = 64L << 20;

  /** What is arriving is in memory, so that much of it there must be for each slice. */
  private static final int SLICES_IN_MEMORY = 16;

  static final Table<CacheDraft> TABLE =
      new Table<>(
          Scope.CACHE,
          Map.of(
              "memory",
              CacheStoreReader::memory,
              "disk",
              CacheStoreReader::disk,
              "object",
              CacheStoreReader::object,
              "slice",
              CacheStoreReader::slice));

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
    long usual = draft.disk.isPresent() ? Cache.LARGEST_ON_DISK : Cache.LARGEST;
    long largest = draft.largest.orElse(usual);
    refuseSharedFolder(arguments, draft, file);
    refuseLargeSlice(arguments, draft, Math.min(memory / SLICES_IN_MEMORY, largest));
    file.caches.add(
        new Cache(
            name.text(), memory, draft.disk, largest, draft.slice, arguments.statement().span()));
  }

  /** What two caches write to one folder, neither could read. */
  private static void refuseSharedFolder(Arguments arguments, CacheDraft draft, FileDraft file) {
    var folder = draft.disk.map(Cache.Disk::folder);
    var span = draft.diskSpan.orElse(arguments.statement().span());
    file.caches.stream()
        .filter(other -> folder.isPresent() && other.disk().map(Cache.Disk::folder).equals(folder))
        .findFirst()
        .ifPresent(other -> {
          var message = "cache \"" + other.name() + "\" has this folder already";
          arguments
              .context()
              .report(
                  Diagnostic.of(Code.SET_TWICE, span, message)
                      .hint("give each cache a folder of its own"));
        });
  }

  private static void refuseLargeSlice(Arguments arguments, CacheDraft draft, long most) {
    long slice = draft.slice.orElse(0L);
    if (slice > most && draft.sliceSpan.isPresent()) {
      var message =
          "slice is %s; expected at most %s: a sixteenth of memory, and no more than object"
              .formatted(draft.sliceSpan.get().text(), Typed.sizeText(most));
      arguments.context().report(Diagnostic.of(Code.OUT_OF_RANGE, draft.sliceSpan.get(), message));
    }
  }

  private static void disk(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    var folder = FileNames.folder(arguments, "disk");
    long bytes = Typed.size(arguments, "disk", LEAST_DISK, MOST_DISK);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      cache.disk = Optional.of(new Cache.Disk(folder.path(), bytes));
      cache.diskSpan = Optional.of(folder.span());
    }
  }

  private static void memory(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    cache.memory = Optional.of(Typed.size(arguments, "memory", LEAST_MEMORY, MOST_MEMORY));
    arguments.endWithoutBlock();
  }

  private static void object(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    cache.largest = Optional.of(Typed.size(arguments, "object", LEAST_OBJECT, MOST_MEMORY));
    arguments.endWithoutBlock();
  }

  private static void slice(Arguments arguments, CacheDraft cache) {
    cache.once(arguments);
    var span = arguments.here();
    long bytes = Typed.size(arguments, "slice", LEAST_SLICE, MOST_SLICE);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      cache.slice = Optional.of(bytes);
      cache.sliceSpan = Optional.of(span);
    }
  }
}
