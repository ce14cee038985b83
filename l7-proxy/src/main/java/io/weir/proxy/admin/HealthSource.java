package io.weir.proxy.admin;

/** Says how the proxy is. Any thread, at once. */
@FunctionalInterface
public interface HealthSource {
  Health health();
}
