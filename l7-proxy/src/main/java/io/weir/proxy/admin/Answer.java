package io.weir.proxy.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.DiagnosticJson;
import io.weir.dsl.source.DiagnosticText;
import java.util.List;
import java.util.Optional;

/**
 * A reply of the admin port.
 *
 * @param field one more field, such as {@code Allow}
 */
record Answer(int status, String type, Buffer body, Optional<Field> field) {
  static final String TEXT = "text/plain; charset=utf-8";

  static final String JSON = "application/json";

  /** A header field. */
  record Field(String name, String value) {}

  static Answer of(int status, String type, Buffer body) {
    return new Answer(status, type, body, Optional.empty());
  }

  /** A line of text. */
  static Answer text(int status, String line) {
    return of(status, TEXT, Buffer.buffer(line + "\n"));
  }

  /** How much of the traffic is wanted: 200 with a percentage, or 503 if none is. */
  static Answer weight(int percent) {
    return text(percent == 0 ? 503 : 200, String.valueOf(percent));
  }

  /**
   * Says what became of a configuration: 200; 422 with all that is wrong with it; or 409 with what
   * it could not have, as it might have at another time.
   */
  static Answer outcome(ReloadOutcome outcome, boolean asText) {
    return switch (outcome) {
      case ReloadOutcome.Applied(long generation, var warnings) ->
          asText
              ? of(200, TEXT, Buffer.buffer(appliedText(generation, warnings)))
              : json(
                  200,
                  new JsonObject().put("applied", true).put("generation", generation),
                  warnings);
      case ReloadOutcome.Rejected(var diagnostics) -> refused(422, diagnostics, asText);
      case ReloadOutcome.Failed(var diagnostic) -> refused(409, List.of(diagnostic), asText);
    };
  }

  /**
   * Says what became of a purge: 200; 400 or 404 if it cannot be; 503 if it has to wait; 500 if it
   * may be forgotten.
   */
  static Answer outcome(PurgeOutcome outcome, boolean asText) {
    return switch (outcome) {
      case PurgeOutcome.Purged(var caches) ->
          asText
              ? text(200, "purged: " + String.join(", ", caches))
              : of(
                  200,
                  JSON,
                  Buffer.buffer(
                      new JsonObject().put("purged", new JsonArray(caches)).encodePrettily()
                          + "\n"));
      case PurgeOutcome.Invalid(var why) -> text(400, why);
      case PurgeOutcome.NoCache(var why) -> text(404, why);
      case PurgeOutcome.Full(var why) -> text(503, why).with("Retry-After", "1");
      case PurgeOutcome.Unwritten(var why) -> text(500, why);
    };
  }

  private static Answer refused(int status, List<Diagnostic> diagnostics, boolean asText) {
    return asText
        ? of(status, TEXT, Buffer.buffer(DiagnosticText.render(diagnostics)))
        : json(status, new JsonObject().put("applied", false), diagnostics);
  }

  Answer with(String name, String value) {
    return new Answer(status, type, body, Optional.of(new Field(name, value)));
  }

  private static Answer json(int status, JsonObject object, List<Diagnostic> diagnostics) {
    object.put("diagnostics", new JsonArray(DiagnosticJson.render(diagnostics)));
    return of(status, JSON, Buffer.buffer(object.encodePrettily() + "\n"));
  }

  private static String appliedText(long generation, List<Diagnostic> warnings) {
    var applied = "applied: configuration " + generation + " runs\n";
    return warnings.isEmpty() ? applied : applied + DiagnosticText.render(warnings);
  }
}
