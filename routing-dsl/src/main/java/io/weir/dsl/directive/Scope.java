package io.weir.dsl.directive;

/** The kinds of places that directives stand in. */
enum Scope {
  FILE("the file", "at the top of a file"),
  DIRECTOR("director", "in a director block"),
  VIRTUAL("virtual", "in a virtual block"),
  REGISTER("register", "in a register block"),
  PAIR("pair", "in a pair block"),
  ACCEPT("accept", "in an accept block"),
  VRRP("vrrp", "in a vrrp block"),
  LISTEN("listen", "in a listen block"),
  ADMIN("admin", "in an admin block"),
  LOG("log", "in a log block"),
  SHARED("shared", "in a shared block"),
  OVERLOAD("overload", "in an overload block"),
  CACHE("cache", "in a cache block"),
  POOL("pool", "in a pool block"),
  JWT("jwt", "in a jwt block"),
  AUTH("auth", "in this auth block"),
  POLICY("policy", "in a policy block"),
  HOST("host", "in a host block"),
  ROUTE("route", "in a route block"),
  CORS("cors", "in a cors block");

  private final String label;
  private final String place;

  Scope(String label, String place) {
    this.label = label;
    this.place = place;
  }

  /** In a list of scopes: {@code pool}. */
  String label() {
    return label;
  }

  /** In a sentence: {@code in a pool block}. */
  String place() {
    return place;
  }
}
