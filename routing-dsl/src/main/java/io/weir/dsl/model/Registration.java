package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.Optional;

/**
 * Weir as a real server in the tables of the kernel that it runs on: there while it serves, and no
 * longer.
 *
 * @param self where connections of the service reach Weir; its host is an address
 * @param weight at most
 * @param ramp how long the weight takes to be whole after the start; zero: no time
 * @param schedule of the service if it has to be made
 * @param vip how this machine comes to take in packets of the service; empty: somebody else sees to
 *     that
 */
public record Registration(
    Virtual.At.Place of,
    Endpoint self,
    int weight,
    Forward forward,
    Duration ramp,
    Virtual.Schedule schedule,
    Optional<Vip> vip,
    Span span) {
  /**
   * The virtual address on the loopback interface, for as long as Weir runs.
   *
   * @param isQuiet the machine does not speak of it in ARP meanwhile
   */
  public record Vip(boolean isQuiet) {}
}
