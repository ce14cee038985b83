package io.weir.proxy.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.dsl.model.HeaderEdit;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.exchange.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderEditsTest {
  private final Exchange exchange = Templates.routed(Requests.get("http://h/u/42/a"));

  @Test
  void setsAFieldInPlaceOfEveryOther() {
    var changes = response(set("X-Frame-Options", "DENY"));

    assertThat(added(changes)).containsExactly("X-Frame-Options: DENY\r\n");
    assertThat(removed(changes)).containsExactly("x-frame-options");
  }

  @Test
  void setsAFieldThatWeirKnows() {
    var changes = response(set("Server", "weir"));

    assertThat(added(changes)).containsExactly("Server: weir\r\n");
    assertThat(changes.removedNames()).isEqualTo(FieldName.SERVER.bit());
  }

  @Test
  void addsBesideWhatIsThere() {
    var changes = response(add("Vary", "A"), add("Vary", "B"));

    assertThat(added(changes)).containsExactly("Vary: A\r\n", "Vary: B\r\n");
    assertThat(changes.removedNames()).isZero();
    assertThat(removed(changes)).isEmpty();
  }

  @Test
  void makesTheEditsInOrder() {
    var changes =
        response(add("X-A", "1"), set("x-a", "2"), add("X-A", "3"), new HeaderEdit.Remove("X-B"));

    assertThat(added(changes)).containsExactly("x-a: 2\r\n", "X-A: 3\r\n");
    assertThat(removed(changes)).containsExactly("x-a", "x-b");
  }

  @Test
  void removesWhatOuterEditsAdded() {
    var changes = response(add("X-A", "1"), new HeaderEdit.Remove("X-A"));

    assertThat(added(changes)).isEmpty();
  }

  @Test
  void fillsInTheRequest() {
    var changes = response(set("X-User", "{id} at {host} from {client.ip}"));

    assertThat(added(changes)).containsExactly("X-User: 42 at h from 127.0.0.1\r\n");
  }

  @Test
  void rendersAFieldWithoutPlacesOnce() {
    var filter =
        HeaderEdits.ofRequests(List.of(set("Host", "inside.example")), Templates.PATH)
            .orElseThrow();
    var other = Templates.routed(Requests.get("http://h/u/1/"));

    filter.apply(exchange, _ -> reply());
    filter.apply(other, _ -> reply());

    assertThat(added(exchange.requestChanges())).containsExactly("Host: inside.example\r\n");
    assertThat(exchange.requestChanges().added().getFirst())
        .isSameAs(other.requestChanges().added().getFirst());
  }

  @Test
  void leavesTheResponseAloneWhenItEditsRequests() {
    var filter = HeaderEdits.ofRequests(List.of(set("X-A", "1")), Templates.PATH).orElseThrow();

    var reply = filter.apply(exchange, _ -> reply()).result();

    assertThat(added(reply.changes())).isEmpty();
  }

  @Test
  void isNotThereWithoutWork() {
    assertThat(HeaderEdits.ofRequests(List.of(), Templates.PATH)).isEmpty();
    assertThat(HeaderEdits.ofResponses(List.of(), Templates.PATH)).isEmpty();
  }

  private FieldChanges response(HeaderEdit... edits) {
    var filter = HeaderEdits.ofResponses(List.of(edits), Templates.PATH).orElseThrow();
    return filter.apply(exchange, _ -> reply()).result().changes();
  }

  private static Future<Reply> reply() {
    return Future.succeededFuture(
        Reply.upstream(ResponseHead.of(200, FieldLines.NONE), Body.EMPTY));
  }

  private static HeaderEdit set(String name, String value) {
    return new HeaderEdit.Set(name, Templates.template(value));
  }

  private static HeaderEdit add(String name, String value) {
    return new HeaderEdit.Add(name, Templates.template(value));
  }

  private static List<String> added(FieldChanges changes) {
    return texts(changes.added());
  }

  private static List<String> removed(FieldChanges changes) {
    return texts(changes.removedLower());
  }

  private static List<String> texts(List<byte[]> octets) {
    return octets.stream().map(text -> new String(text, StandardCharsets.ISO_8859_1)).toList();
  }
}
