package io.weir.proxy.auth;

/** What a request presents in one place. */
sealed interface Presented {
  Presented NOTHING = new Nothing();
  Presented SEVERAL = new Several();

  /** There is nothing of the kind. */
  record Nothing() implements Presented {}

  /** There are several, of which an upstream might take another one than Weir did. */
  record Several() implements Presented {}

  /** A value, as its octets: {@code bytes} from {@code start} to {@code end}. */
  record One(byte[] bytes, int start, int end) implements Presented {
    @Override
    public String toString() {
      return "***";
    }

    byte[] octets() {
      return java.util.Arrays.copyOfRange(bytes, start, end);
    }
  }
}
