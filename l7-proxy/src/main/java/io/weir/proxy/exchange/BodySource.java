package io.weir.proxy.exchange;

/**
 * Where a body comes from. All calls happen on the exchange's loop. Exactly one of {@link #start}
 * and {@link #cancel} must be called in the end, or what it holds is leaked.
 */
public interface BodySource {
  /** The content of what has none; any number of exchanges may share it. */
  BodySource NONE =
      new BodySource() {
        @Override
        public void start(BodySink sink) {
          sink.end(FieldLines.NONE);
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void cancel() {}
      };

  /** Sends what there is to the sink, from now on; may call the sink before it returns. Once. */
  void start(BodySink sink);

  /** Asks for no more data for now; what is on its way may still come. */
  void pause();

  /** Asks for data again. */
  void resume();

  /** Gives up: nothing more is wanted, and the sink is not called again. May be repeated. */
  void cancel();
}
