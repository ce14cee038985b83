package io.weir.proxy.admin;

/** Whether new requests should come here. */
public enum Health {
  SERVING(200, "ok"),
  DRAINING(503, "draining");

  private final int status;
  private final String word;

  Health(int status, String word) {
    this.status = status;
    this.word = word;
  }

  int status() {
    return status;
  }

  String word() {
    return word;
  }
}
