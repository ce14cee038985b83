package io.weir.proxy.rewrite;

import io.vertx.core.Future;
import io.weir.dsl.model.HeaderEdit;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Template;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route's changes to the fields of requests or responses, compiled and made in order. Immutable.
 * What is removed is the head's lines and the lines that earlier steps added, so that what is set
 * stands alone.
 */
public final class HeaderEdits {
  private final Edit[] edits;

  private HeaderEdits(Edit[] edits) {
    this.edits = edits;
  }

  /**
   * One change: lines removed, a line added, or both.
   *
   * @param known the name, if it is one that Weir knows
   * @param line what is added; null: nothing
   */
  private record Edit(
      byte[] lowerName, @Nullable FieldName known, boolean removes, @Nullable TextTemplate line) {}

  /** The filter that edits requests on their way upstream, if there is something to edit. */
  public static Optional<Filter> ofRequests(List<HeaderEdit> edits, PathPattern path) {
    return compile(edits, path).map(compiled -> compiled::editRequest);
  }

  /** The filter that edits responses on their way to the client, if there is something to edit. */
  public static Optional<Filter> ofResponses(List<HeaderEdit> edits, PathPattern path) {
    return compile(edits, path).map(compiled -> compiled::editResponse);
  }

  private static Optional<HeaderEdits> compile(List<HeaderEdit> edits, PathPattern path) {
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HeaderEdits(edits.stream().map(edit -> compile(edit, path)).toArray(Edit[]::new)));
  }

  private static Edit compile(HeaderEdit edit, PathPattern path) {
    return switch (edit) {
      case HeaderEdit.Set(var name, var value) -> edit(name, true, line(name, value, path));
      case HeaderEdit.Add(var name, var value) -> edit(name, false, line(name, value, path));
      case HeaderEdit.Remove(var name) -> edit(name, true, null);
    };
  }

  private static Edit edit(String name, boolean removes, @Nullable TextTemplate line) {
    var lower = Octets.of(name.toLowerCase(Locale.ROOT));
    int hash = FieldName.hash(lower, 0, lower.length);
    return new Edit(lower, FieldName.find(lower, 0, lower.length, hash), removes, line);
  }

  private static TextTemplate line(String name, Template value, PathPattern path) {
    return TextTemplate.line(name, value, path);
  }

  private Future<Reply> editRequest(Exchange exchange, Next next) {
    apply(exchange.requestChanges(), exchange);
    return next.proceed(exchange);
  }

  private Future<Reply> editResponse(Exchange exchange, Next next) {
    return next.proceed(exchange)
        .map(reply -> {
          apply(reply.changes(), exchange);
          return reply;
        });
  }

  private void apply(FieldChanges changes, Exchange exchange) {
    for (var edit : edits) {
      if (edit.removes) {
        remove(changes, edit);
      }
      if (edit.line != null) {
        changes.add(edit.line.render(exchange));
      }
    }
  }

  private static void remove(FieldChanges changes, Edit edit) {
    if (edit.known == null) {
      changes.remove(edit.lowerName);
    } else {
      changes.remove(edit.known);
    }
    changes.removeAdded(edit.lowerName);
  }
}
