package io.weir.main;

import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.Member;
import io.weir.lvs.edge.enlist.Duty;
import io.weir.lvs.edge.enlist.LinkStatus;
import io.weir.proxy.config.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What a service has to do with the kernel beside its sockets: the one place that the proxy and the
 * kernel's modules meet. Methods may be called by any thread but an event loop.
 */
final class Wiring implements AutoCloseable {
  /** An address that moves here is announced after this at the latest. */
  private static final long PATIENCE_MILLIS = 100;

  private final OwnWeight own;
  private final KernelPart kernel;
  private final ServerSide server = new ServerSide();
  private final EdgeDesk desk;
  private final EdgeLinks links;

  Wiring(ProxyServer proxy) {
    this.own = new OwnWeight(proxy.load());
    this.kernel = new KernelPart(own, this::members);
    this.desk = new EdgeDesk(kernel::edgesChanged, kernel::isDirecting);
    this.links = new EdgeLinks(proxy, own);
    KernelMetrics.show(proxy.metrics(), kernel);
    EdgeMetrics.show(proxy.metrics(), this);
  }

  /** What is open already for a configuration that is not in force yet. */
  record Opened(EdgeDesk.Change desk, List<Duty> duties) implements AutoCloseable {
    @Override
    public void close() {
      desk.close();
    }
  }

  /**
   * Opens what a configuration needs beside what is open, and reads its keys.
   *
   * @throws Unavailable if something cannot be had
   */
  Opened open(WeirConfig next) throws Unavailable {
    // Keys first: what is opened is closed again only once there is a whole answer.
    var duties = EdgeLinks.duties(next);
    return new Opened(desk.prepare(next), duties);
  }

  /**
   * Finds out whether the kernel can do what the configuration wants of it; changes nothing.
   *
   * @throws Unavailable if not
   */
  void check(WeirConfig next) throws Unavailable {
    KernelPart.check(next);
  }

  /**
   * Sees to it that packets for what the configuration serves are taken in, before Weir listens for
   * them. What is prepared ends with {@link #inForce}, or {@link #stay}.
   *
   * @throws Unavailable if that cannot be
   */
  void prepare(WeirConfig next) throws Unavailable {
    server.prepare(next);
  }

  /** What was prepared for is not in force. */
  void stay() {
    server.stay();
  }

  /** Has the kernel do what the configuration says, now that Weir listens where it says. */
  void inForce(WeirConfig config, Opened opened) {
    opened.desk().keep();
    own.inForce(config);
    kernel.inForce(config);
    server.inForce(config);
    links.inForce(config, opened.duties());
  }

  /** What this Weir asks for of the traffic. */
  OwnWeight own() {
    return own;
  }

  /** Weighs as an operator says; completes when the kernel does so. */
  CompletableFuture<?> operate(OptionalInt percent) {
    own.operate(percent);
    links.operated();
    return kernel.operated();
  }

  private List<Member> members() {
    return desk.members();
  }

  /** The edges that register themselves here. */
  Optional<Door> edges() {
    return desk.door();
  }

  /** How this edge and its directors get on. */
  List<LinkStatus> directors() {
    return links.status();
  }

  /** Who directs now; returns when the kernel knows, or soon. */
  void direct(Direction direction) {
    try {
      kernel.direct(direction).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException _) {
      // It takes its time, or was refused: whoever keeps the table tells, and goes on trying.
    }
  }

  /** Sees to it that no new connections are sent here, before Weir stops to accept them. */
  void leave() {
    links.leave();
    kernel.leave();
  }

  /** Leaves the kernel as it is to be without Weir. */
  @Override
  public void close() {
    links.close();
    kernel.close();
    server.close();
    desk.close();
  }
}
