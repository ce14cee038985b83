package io.weir.proxy.listen;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * One loop's epoll, from which no open socket is ever lost, and in which none is taken for another.
 *
 * <p>Netty (4.2.13 to 4.2.20, {@code EpollIoHandler}) deletes a socket that waits for nothing from
 * the epoll set, but takes it for one that is in it: the next change fails with ENOENT, and the
 * connection ends. That is each connection whose peer has ended its half, and that has to wait for
 * room to write later on. Here such a socket stays in the set and waits, edge-triggered, for errors
 * alone, which wakes nobody up twice.
 *
 * <p>Netty also deals out what epoll has found by file descriptor. One that is closed while what
 * was found with it is still to be dealt out, and given to a new socket in the same turn, brings
 * the new one an event of the old: the end of a kept connection would break off the connection that
 * is made in its place. What comes in the turn in which a socket was registered is not its own.
 */
final class SteadyPolling implements IoHandler {
  private final IoHandler epoll;
  private long turn;

  SteadyPolling(IoHandler epoll) {
    this.epoll = epoll;
  }

  /** What one socket waits for. Used on its loop alone. */
  private static final class Registration implements IoRegistration {
    private final IoRegistration registration;
    private boolean polled;

    Registration(IoRegistration registration) {
      this.registration = registration;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface demands it
    public <T> T attachment() {
      return registration.attachment();
    }

    @Override
    public long submit(IoOps ops) {
      boolean nothing = ops.equals(EpollIoOps.NONE);
      if (!polled && (nothing || ops.equals(EpollIoOps.EPOLLRDHUP))) {
        // Not connected yet, or just registered: what it is to wait for follows at once, and a
        // connection goes into the set with one call instead of two.
        return 0;
      }
      polled = true;
      return registration.submit(nothing ? EpollIoOps.EPOLLET : ops);
    }

    @Override
    public boolean isValid() {
      return registration.isValid();
    }

    @Override
    public boolean cancel() {
      return registration.cancel();
    }
  }

  /** A socket that is told what was found since it was registered. Used on its loop alone. */
  @SuppressWarnings("try") // the interface lets close throw anything
  private final class Socket implements EpollIoHandle {
    private final EpollIoHandle handle;
    private final long since = turn;

    Socket(EpollIoHandle handle) {
      this.handle = handle;
    }

    @Override
    public FileDescriptor fd() {
      return handle.fd();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      if (since != turn) {
        handle.handle(registration, event);
      }
    }

    @Override
    public void registered() {
      handle.registered();
    }

    @Override
    public void unregistered() {
      handle.unregistered();
    }

    @Override
    public void close() throws Exception {
      handle.close();
    }
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    var known = handle instanceof EpollIoHandle socket ? new Socket(socket) : handle;
    return new Registration(epoll.register(known));
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    turn++;
    return epoll.run(context);
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return epoll.isCompatible(type);
  }
}
