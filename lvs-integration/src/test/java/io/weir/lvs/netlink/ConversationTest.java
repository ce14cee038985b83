package io.weir.lvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.libc.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final int SEQUENCE = 0x6b;
  private static final int PORT = 0x39;

  private final Conversation<Integer> conversation =
      new Conversation<>(SEQUENCE, PORT, payload -> payload.getInt(0));

  @Test
  void endsWithAnAcknowledgement() throws NetlinkException {
    assertThat(conversation.take(error(0, 0, ""))).isTrue();
    assertThat(conversation.answers()).isEmpty();
  }

  @Test
  void gathersTheMessagesOfADumpOverDatagramsUntilItIsDone() throws NetlinkException {
    boolean first = conversation.take(join(message(0x20, 2, 1), message(0x20, 2, 2)));
    boolean second = conversation.take(join(message(0x20, 2, 3), message(3, 2, 0)));

    assertThat(first).isFalse();
    assertThat(second).isTrue();
    assertThat(conversation.answers()).containsExactly(1, 2, 3);
    assertThat(conversation.isInterrupted()).isFalse();
  }

  @Test
  void passesOverAnswersToOtherQuestionsAndOtherSockets() throws NetlinkException {
    var late = new NetlinkMessage(2, 0, SEQUENCE - 1, PORT, numbers(-1)).bytes();
    var other = new NetlinkMessage(0x20, 2, SEQUENCE, PORT + 1, numbers(9)).bytes();

    assertThat(conversation.take(join(late, other))).isFalse();
    assertThat(conversation.answers()).isEmpty();
  }

  @Test
  void tellsThatTheTableChangedMeanwhile() throws NetlinkException {
    conversation.take(join(message(0x20, 2 | 0x10, 1), message(3, 2, 0)));

    assertThat(conversation.isInterrupted()).isTrue();
  }

  @Test
  void passesOverMessagesThatSayNothing() throws NetlinkException {
    assertThat(conversation.take(join(message(1, 0, 0)))).isFalse();
    assertThat(conversation.answers()).isEmpty();
  }

  @Test
  void refusesWithTheNumberOfTheError() {
    assertThatThrownBy(() -> conversation.take(error(-3, 0, "")))
        .isInstanceOfSatisfying(
            NetlinkException.class,
            thrown ->
                assertThat(thrown.failure())
                    .isEqualTo(new NetlinkFailure.Refused(Errno.ESRCH, "")));
  }

  @Test
  void refusesWithTheTextThatTheKernelAdds() {
    assertThatThrownBy(() -> conversation.take(error(-22, 0x300, "Unknown scheduler")))
        .hasMessage("the kernel refused: EINVAL (22), \"Unknown scheduler\"");
  }

  @Test
  void findsTheTextBehindARequestThatIsRepeated() {
    var request = new NetlinkMessage(0x20, 5, SEQUENCE, PORT, ByteBuffer.allocate(6)).bytes();
    var text = new AttributeWriter().text(1, "no").payload();
    var payload = ByteBuffer.allocate(4 + 24 + text.remaining()).order(ByteOrder.nativeOrder());
    payload.putInt(-2).put(request).position(28).put(text).flip();
    var message = new NetlinkMessage(2, 0x200, SEQUENCE, PORT, payload).bytes();

    assertThatThrownBy(() -> conversation.take(join(message)))
        .hasMessage("the kernel refused: ENOENT (2), \"no\"");
  }

  @Test
  void refusesADumpThatEndsWithAnError() {
    assertThatThrownBy(() -> conversation.take(join(message(3, 2, -12))))
        .hasMessageContaining("ENOMEM (12)");
  }

  @Test
  void tellsThatAnswersWereLost() {
    assertThatThrownBy(() -> conversation.take(join(message(4, 0, 0))))
        .isInstanceOfSatisfying(
            NetlinkException.class,
            thrown -> assertThat(thrown.failure()).isEqualTo(new NetlinkFailure.Overrun()));
  }

  @Test
  void refusesADatagramThatIsCutOff() {
    var cut = ByteBuffer.wrap(message(0x20, 2, 1), 0, 18);

    assertThatThrownBy(() -> conversation.take(cut))
        .hasMessageContaining("a message of 20 octets where 18 are left");
  }

  private static ByteBuffer error(int error, int flags, String text) {
    var attributes = text.isEmpty() ? ByteBuffer.allocate(0) : attribute(text);
    var payload = ByteBuffer.allocate(20 + attributes.remaining()).order(ByteOrder.nativeOrder());
    payload.putInt(error).putInt(104).position(20).put(attributes).flip();
    return join(new NetlinkMessage(2, 0x100 | flags, SEQUENCE, PORT, payload).bytes());
  }

  private static ByteBuffer attribute(String text) {
    return new AttributeWriter().text(1, text).payload();
  }

  private static byte[] message(int type, int flags, int number) {
    return new NetlinkMessage(type, flags, SEQUENCE, PORT, numbers(number)).bytes();
  }

  private static ByteBuffer numbers(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, number);
  }

  private static ByteBuffer join(byte[]... messages) {
    var out = new java.io.ByteArrayOutputStream();
    for (var message : messages) {
      out.writeBytes(message);
    }
    return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.nativeOrder());
  }
}
