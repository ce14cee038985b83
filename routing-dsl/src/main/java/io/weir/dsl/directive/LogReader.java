package io.weir.dsl.directive;

import io.weir.dsl.model.AccessLog;
import io.weir.dsl.source.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code log access "/var/log/weir/access.log" format json { sample 10% of status 2xx }}. */
final class LogReader implements Reader<FileDraft> {
  static final Table<List<AccessLog.Sample>> TABLE =
      new Table<>(Scope.LOG, Map.of("sample", LogReader::sample));

  private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx");

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    arguments.oneOf("log", List.of("access"));
    var path =
        arguments.accept("stdout")
            ? Optional.<String>empty()
            : Optional.of(FileNames.file(arguments, "log access").path());
    var format = AccessLog.Format.JSON;
    if (arguments.accept("format")
        && arguments.oneOf("format", List.of("json", "combined")).equals("combined")) {
      format = AccessLog.Format.COMBINED;
    }
    arguments.end();
    var samples = new ArrayList<AccessLog.Sample>();
    TABLE.read(arguments.optionalBlock(), samples, arguments.context());
    var sample =
        samples.isEmpty() ? Optional.<AccessLog.Sample>empty() : Optional.of(samples.getFirst());
    file.accessLog = Optional.of(new AccessLog(path, format, sample, arguments.statement().span()));
  }

  private static void sample(Arguments arguments, List<AccessLog.Sample> samples) {
    int percent = Typed.wholePercent(arguments, "sample");
    arguments.oneOf("sample", List.of("of"));
    arguments.oneOf("sample", List.of("status"));
    var statusClass = arguments.oneOf("sample", CLASSES);
    if (!samples.isEmpty()) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"sample\" is set twice in this block");
    }
    arguments.endWithoutBlock();
    samples.add(new AccessLog.Sample(percent, CLASSES.indexOf(statusClass) + 1));
  }
}
