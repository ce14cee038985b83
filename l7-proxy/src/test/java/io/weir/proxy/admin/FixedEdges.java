package io.weir.proxy.admin;

/** A director with one edge. */
record FixedEdges() implements EdgeSource {
  @Override
  public String text() {
    return "edge edge-1: serving\n";
  }

  @Override
  public String json() {
    return "{\"edges\":[{\"name\":\"edge-1\"}]}\n";
  }
}
