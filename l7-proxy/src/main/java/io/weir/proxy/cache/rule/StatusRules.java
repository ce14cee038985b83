package io.weir.proxy.cache.rule;

/** What caches know of status codes (RFC 9110 15.1, RFC 9111 3). */
final class StatusRules {
  private StatusRules() {}

  /** RFC 9110 15.1: may be given a lifetime that the response does not state. */
  static boolean isHeuristicallyCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /** Whether Weir does all that a cache has to do about it ({@code must-understand}). */
  static boolean isUnderstood(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 206 -> true;
      case 300, 301, 302, 303, 307, 308 -> true;
      case 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415 -> true;
      case 416, 417, 421, 422, 426, 428, 429, 431, 451 -> true;
      case 500, 501, 502, 503, 504, 505, 511 -> true;
      default -> false;
    };
  }
}
