package io.weir.proxy.rewrite;

import io.weir.proxy.exchange.Octets;

/** Where a text ends up, which decides what octets it may have. */
enum Place {
  /** The value of a field line: what would end the line becomes a space (RFC 9110 5.5). */
  FIELD {
    @Override
    void put(Rendering out, byte[] from, int start, int end) {
      for (int i = start; i < end; i++) {
        boolean isControl = (from[i] >= 0 && from[i] < ' ' && from[i] != '\t') || from[i] == 127;
        out.put(isControl ? (byte) ' ' : from[i]);
      }
    }
  },

  /** A path with or without a query: what is not of a URI (RFC 3986 2) is percent-encoded. */
  TARGET {
    @Override
    void put(Rendering out, byte[] from, int start, int end) {
      putUri(out, from, start, end, false);
    }
  },

  /** A URI reference, which may have a fragment. */
  REFERENCE {
    @Override
    void put(Rendering out, byte[] from, int start, int end) {
      putUri(out, from, start, end, true);
    }
  };

  private static final boolean[] URI = octets("-._~:/?[]@!$&'()*+,;=");
  private static final boolean[] WORD = octets("-._~:");

  /** Puts octets of the configuration, made safe for the place. */
  abstract void put(Rendering out, byte[] from, int start, int end);

  /** Puts a piece of a request's target, which has no fragment. */
  void putTarget(Rendering out, byte[] from, int start, int end) {
    (this == REFERENCE ? TARGET : this).put(out, from, start, end);
  }

  /** Puts a text that a client may have chosen freely, so that it stays one word of a URI. */
  void putWord(Rendering out, byte[] from) {
    if (this == FIELD) {
      put(out, from, 0, from.length);
      return;
    }
    for (byte octet : from) {
      if (octet >= 0 && WORD[octet]) {
        out.put(octet);
      } else {
        out.putEncoded(octet);
      }
    }
  }

  private static void putUri(
      Rendering out, byte[] from, int start, int end, boolean mayHaveFragment) {
    for (int i = start; i < end; i++) {
      byte octet = from[i];
      boolean isPlain =
          octet == '%'
              ? isEscape(from, i, end)
              : octet >= 0 && (URI[octet] || (octet == '#' && mayHaveFragment));
      if (isPlain) {
        out.put(octet);
      } else {
        out.putEncoded(octet);
      }
    }
  }

  private static boolean isEscape(byte[] from, int i, int end) {
    return i + 2 < end
        && Character.digit(from[i + 1], 16) >= 0
        && Character.digit(from[i + 2], 16) >= 0;
  }

  private static boolean[] octets(String signs) {
    var allowed = new boolean[128];
    for (byte sign : Octets.of(signs)) {
      allowed[sign] = true;
    }
    for (int i = 0; i < 128; i++) {
      allowed[i] |= (i >= '0' && i <= '9') || (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z');
    }
    return allowed;
  }
}
