package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule;
import io.weir.dsl.model.HeaderEdit;
import io.weir.dsl.model.Template;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings that one block states itself. */
final class Layer {
  private final Map<Setting<?>, Entry> entries = new HashMap<>();
  private final List<AccessRule> access = new ArrayList<>();
  private @Nullable Span otherwise;
  private final List<Edit> edits = new ArrayList<>();
  private final List<LimitDraft> limits = new ArrayList<>();
  private final List<Argument.Word> uses = new ArrayList<>();

  private record Entry(Object value, Span span) {}

  /** A change to fields, and where its template stands. */
  record Edit(HeaderEdit edit, boolean isOnRequest, Span span) {
    /** The template, if the change has one. */
    Optional<Template> template() {
      return switch (edit) {
        case HeaderEdit.Set(_, var value) -> Optional.of(value);
        case HeaderEdit.Add(_, var value) -> Optional.of(value);
        case HeaderEdit.Remove _ -> Optional.empty();
      };
    }
  }

  /** Sets a key; a second time in one block is a mistake. */
  <T> void set(Setting<T> setting, T value, Span span, Arguments arguments) {
    if (arguments.isBroken()) {
      return;
    }
    var first = entries.putIfAbsent(setting, new Entry(value, span));
    if (first != null) {
      arguments.fail(
          Diagnostic.of(
                  Code.SET_TWICE, span, "\"" + setting.label() + "\" is set twice in this block")
              .label("first set in " + Names.where(first.span(), span)));
    }
  }

  <T> Optional<T> get(Setting<T> setting) {
    return Optional.ofNullable(entries.get(setting))
        .map(entry -> setting.type().cast(entry.value()));
  }

  /** Where a key is set, if it is. */
  Optional<Span> place(Setting<?> setting) {
    return Optional.ofNullable(entries.get(setting)).map(Entry::span);
  }

  void add(AccessRule rule) {
    access.add(rule);
  }

  /** Where an {@code else} stands that only counts if no rule follows; null if none does. */
  @Nullable Span otherwise() {
    return otherwise;
  }

  void otherwise(@Nullable Span span) {
    otherwise = span;
  }

  /** Who may come in, in the order of the file. */
  List<AccessRule> access() {
    return access;
  }

  void add(Edit edit) {
    edits.add(edit);
  }

  List<Edit> edits() {
    return edits;
  }

  /** The limits that this block states, in order. */
  List<LimitDraft> limits() {
    return limits;
  }

  /** Names of the policies that apply here, in order. */
  List<Argument.Word> uses() {
    return uses;
  }
}
