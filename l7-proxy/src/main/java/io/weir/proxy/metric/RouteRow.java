package io.weir.proxy.metric;

/** The columns of a route's row. */
final class RouteRow {
  static final String[] STATUS = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

  static final int DURATION = STATUS.length;
  static final int DURATION_SUM = DURATION + Buckets.COUNT;
  static final int RECEIVED = DURATION_SUM + 1;
  static final int SENT = RECEIVED + 1;
  static final int RETRIES = SENT + 1;
  static final int WIDTH = RETRIES + 1;

  private RouteRow() {}

  /** The column of a status, 0 if none was sent. */
  static int status(int status) {
    int hundreds = status / 100;
    return hundreds < STATUS.length ? hundreds : 0;
  }
}
