package io.weir.proxy.admin;

/** A machine with one virtual router. */
record FixedRouters() implements RouterSource {
  @Override
  public String text() {
    return "51 on eth0: active\n";
  }

  @Override
  public String json() {
    return "[{\"vrid\":51}]\n";
  }
}
