package io.weir.proxy.exchange;

/**
 * What a route adds to each of its replies, Weir's own refusals among them. Shared by every loop.
 */
@FunctionalInterface
public interface ReplyDress {
  /** Notes the changes in the reply. */
  void apply(Exchange exchange, Reply reply);
}
