package io.weir.dsl;

import io.weir.dsl.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes a model as text, one component a line, places left out. */
final class ModelText {
  private final StringBuilder out = new StringBuilder();

  private ModelText() {}

  static String of(Object model) {
    var text = new ModelText();
    text.write(model, 0);
    return text.out.append('\n').toString();
  }

  private void write(Object value, int depth) {
    switch (value) {
      case Optional<?> optional when optional.isPresent() -> write(optional.get(), depth);
      case Optional<?> _ -> out.append("-");
      case OptionalInt number -> out.append(number.isPresent() ? "" + number.getAsInt() : "-");
      case Collection<?> collection -> collection(collection, depth);
      case Record record when !isPrintedWhole(record) -> record(record, depth);
      case String text -> out.append('"').append(text.replace("\n", "\\n")).append('"');
      default -> out.append(value);
    }
  }

  private static boolean isPrintedWhole(Record record) {
    return switch (record) {
      case io.weir.dsl.model.Cidr _, io.weir.dsl.model.Endpoint _ -> true;
      default -> false;
    };
  }

  private void collection(Collection<?> collection, int depth) {
    if (collection.isEmpty()) {
      out.append("[]");
    }
    // Sets have no order of their own
    var items =
        collection instanceof java.util.Set<?> set ? set.stream().sorted().toList() : collection;
    for (var item : items) {
      line(depth + 1).append("- ");
      write(item, depth + 1);
    }
  }

  private void record(Record record, int depth) {
    out.append(record.getClass().getSimpleName());
    for (var component : record.getClass().getRecordComponents()) {
      if (component.getType() != Span.class) {
        line(depth + 1).append(component.getName()).append(": ");
        write(get(record, component), depth + 1);
      }
    }
  }

  private StringBuilder line(int depth) {
    return out.append('\n').append("  ".repeat(depth));
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
