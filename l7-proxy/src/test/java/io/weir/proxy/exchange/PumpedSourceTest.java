package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.failure.ProxyFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PumpedSourceTest {
  private final List<String> log = new ArrayList<>();
  private Runnable uponData = () -> {};
  private int there = 3;

  /** Gives the parts that are there, and ends behind the third. */
  private final PumpedSource source =
      new PumpedSource() {
        private int given;

        @Override
        protected boolean step(BodySink to) {
          if (given == 3) {
            end();
            to.end(FieldLines.NONE);
            return false;
          }
          if (given == there) {
            return false;
          }
          to.data(Unpooled.wrappedBuffer(new byte[++given]));
          return true;
        }

        @Override
        protected void gave(BodySink to) {
          log.add("gave");
        }

        @Override
        protected void free() {
          log.add("free");
        }
      };

  private final BodySink sink =
      new BodySink() {
        @Override
        public void data(ByteBuf part) {
          int length = part.readableBytes();
          part.release();
          log.add("part " + length);
          uponData.run();
          log.add("taken " + length);
        }

        @Override
        public void flush() {}

        @Override
        public void end(FieldLines trailers) {
          log.add("end");
        }

        @Override
        public void fail(ProxyFailure why) {
          log.add("fail");
        }
      };

  @Test
  void givesOnePartBehindTheOtherHoweverTheSinkCallsBack() {
    uponData =
        () -> {
          source.pause();
          source.resume();
        };

    source.start(sink);

    assertThat(log)
        .containsExactly(
            "part 1", "taken 1", "part 2", "taken 2", "part 3", "taken 3", "free", "end");
  }

  @Test
  void givesNothingWhileTheSinkPauses() {
    uponData = source::pause;

    source.start(sink);
    source.resume();

    assertThat(log).containsExactly("part 1", "taken 1", "gave", "part 2", "taken 2", "gave");
  }

  @Test
  void goesOnWhenThereIsMore() {
    there = 1;
    source.start(sink);
    there = 3;

    source.pump();

    assertThat(log)
        .containsExactly(
            "part 1", "taken 1", "gave", "part 2", "taken 2", "part 3", "taken 3", "free", "end");
  }

  @Test
  void freesOnceAndGivesNothingMoreWhenCancelled() {
    uponData = source::cancel;

    source.start(sink);
    source.cancel();
    source.resume();

    assertThat(log).containsExactly("part 1", "free", "taken 1");
  }
}
