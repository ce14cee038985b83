package io.weir.proxy.cache;

/** Hears what becomes of content that is only passed on, on the loop of its fetch; of each once. */
interface Window {
  /** Nobody can join any more. */
  void closed();

  /** It takes up no memory any more. */
  void freed();
}
