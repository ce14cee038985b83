package io.weir.proxy.log;

/** How an entry is spelled. One instance serves every loop. */
sealed interface Format permits JsonFormat, CombinedFormat {
  /** Appends the entry with its line end. */
  void append(Line line, Stamp now, Entry entry);

  /** The format of that name. */
  static Format of(io.weir.dsl.model.AccessLog.Format name) {
    return switch (name) {
      case JSON -> new JsonFormat();
      case COMBINED -> new CombinedFormat();
    };
  }
}
