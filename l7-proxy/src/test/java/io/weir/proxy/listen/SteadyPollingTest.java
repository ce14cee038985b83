package io.weir.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyPollingTest {
  private final Epoll epoll = new Epoll();
  private final SteadyPolling polling = new SteadyPolling(epoll);
  private final Handle handle = new Handle();

  @Test
  void bringsANewSocketNoEventThatWasFoundBeforeIt() {
    epoll.turn =
        () -> {
          register();
          epoll.found();
        };

    polling.run(null);

    assertThat(handle.events).isZero();
  }

  @Test
  void bringsASocketWhatIsFoundAfterItsRegistration() {
    epoll.turn = this::register;
    polling.run(null);
    epoll.turn = epoll::found;

    polling.run(null);

    assertThat(handle.events).isEqualTo(1);
  }

  @Test
  void bringsASocketThatWasRegisteredBetweenTwoTurnsWhatTheNextFinds() {
    polling.run(null);
    register();
    epoll.turn = epoll::found;

    polling.run(null);

    assertThat(handle.events).isEqualTo(1);
  }

  private void register() {
    try {
      polling.register(handle);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deals out events in the middle of a turn, as a poll of the kernel does. */
  private static final class Epoll implements IoHandler {
    private final List<IoHandle> handles = new ArrayList<>();
    private Runnable turn = () -> {};

    void found() {
      handles.forEach(handle -> handle.handle(NOTHING, new IoEvent() {}));
    }

    @Override
    public int run(IoHandlerContext context) {
      turn.run();
      return 0;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      handles.add(handle);
      return NOTHING;
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
      return true;
    }
  }

  private static final IoRegistration NOTHING =
      new IoRegistration() {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface demands it
        public <T> T attachment() {
          throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
          return 0;
        }

        @Override
        public boolean isValid() {
          return true;
        }

        @Override
        public boolean cancel() {
          return true;
        }
      };

  private static final class Handle implements EpollIoHandle {
    private int events;

    @Override
    public FileDescriptor fd() {
      return new FileDescriptor(0);
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      events++;
    }

    @Override
    public void close() {}
  }
}
