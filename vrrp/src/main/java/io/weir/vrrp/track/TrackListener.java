package io.weir.vrrp.track;

/** Is told what checks find out: first of all, and whenever it is another. Must not wait. */
@FunctionalInterface
public interface TrackListener {
  /** The state of a subject is this from now on. */
  void told(String subject, Answer answer);
}
