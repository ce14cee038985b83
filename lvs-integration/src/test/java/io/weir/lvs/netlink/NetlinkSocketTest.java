package io.weir.lvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.libc.Errno;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the kernel that the tests run on what everybody may ask. */
class NetlinkSocketTest {
  private NetlinkSocket socket;

  @BeforeEach
  void open() throws NetlinkException {
    socket = NetlinkSocket.open(NetlinkSocket.GENERIC, NetlinkSocket.TIMEOUT);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void findsTheFamilyThatEveryKernelHas() throws NetlinkException {
    var family = GenericFamily.find(socket, "nlctrl", 1);

    assertThat(family.id()).isEqualTo(0x10);
  }

  @Test
  void listsTheSameFamiliesEachTime() throws NetlinkException {
    var question = new AttributeWriter().raw((byte) 3, (byte) 1, (byte) 0, (byte) 0).payload();

    var once = socket.dump(0x10, question, FamilyName::of);
    var again = socket.dump(0x10, question, FamilyName::of);

    assertThat(once).contains("nlctrl").hasSizeGreaterThan(1).isEqualTo(again);
  }

  @Test
  void goesOnAfterARefusal() throws NetlinkException {
    assertThatThrownBy(() -> GenericFamily.find(socket, "no-such-family", 1))
        .isInstanceOfSatisfying(
            NetlinkException.class,
            thrown ->
                assertThat(thrown.failure())
                    .isEqualTo(new NetlinkFailure.Refused(Errno.ENOENT, "")));

    assertThat(GenericFamily.find(socket, "nlctrl", 1).id()).isEqualTo(0x10);
  }

  @Test
  void belongsToTheThreadThatOpenedIt() {
    var asked =
        CompletableFuture.runAsync(
            () -> {
              try {
                socket.tell(0x10, 0, ByteBuffer.allocate(4));
              } catch (NetlinkException e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofPlatform().start(task));

    assertThatThrownBy(asked::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void isNotForAVirtualThread() {
    var opened =
        CompletableFuture.runAsync(
            () -> {
              try {
                NetlinkSocket.open(NetlinkSocket.GENERIC, NetlinkSocket.TIMEOUT).close();
              } catch (NetlinkException e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofVirtual().start(task));

    assertThatThrownBy(opened::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  /** The name of a family in an answer of the controller. */
  private static final class FamilyName {
    static String of(ByteBuffer payload) throws NetlinkException {
      return GenericFamily.attributes(payload).text(2).orElseThrow();
    }
  }
}
