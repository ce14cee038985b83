package io.weir.proxy.exchange;

/**
 * Where a body comes from. All calls happen on the exchange's loop. Exactly one of {@link #start}
 * and {@link #cancel} must be called in the end, or what it holds is leaked.
 */
public interface BodySource {
  /** Sends what there is to the sink, from now on; may call the sink before it returns. Once. */
  void start(BodySink sink);

  /** Asks for no more data for now; what is on its way may still come. */
  void pause();

  /** Asks for data again. */
  void resume();

  /** Gives up: nothing more is wanted, and the sink is not called again. May be repeated. */
  void cancel();
}
