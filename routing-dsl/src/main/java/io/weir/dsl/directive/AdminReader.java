package io.weir.dsl.directive;

import io.weir.dsl.model.Admin;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code admin 127.0.0.1:9901 { token file "admin.token" }}. */
final class AdminReader implements Reader<FileDraft> {
  static final Table<List<NamedFile>> TABLE =
      new Table<>(Scope.ADMIN, Map.of("token", AdminReader::token));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    var at = ListenReader.place(arguments, "admin");
    var place = arguments.last();
    arguments.end();
    var tokens = new ArrayList<NamedFile>();
    boolean isWhole = TABLE.read(arguments.optionalBlock(), tokens, arguments.context());
    if (isWhole && tokens.isEmpty() && !arguments.isBroken() && !isLoopback(at.host())) {
      arguments.fail(
          Diagnostic.of(
                  Code.OPEN_ADMIN, place, "the admin port would be open to others without a token")
              .hint("write: admin " + at + " { token file \"admin.token\" }, or use 127.0.0.1"));
    }
    if (!arguments.isBroken()) {
      var token = tokens.isEmpty() ? Optional.<NamedFile>empty() : Optional.of(tokens.getFirst());
      file.admin = Optional.of(new Admin(at, token, arguments.statement().span()));
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("::1") || (Addresses.parse(host).isPresent() && host.startsWith("127."));
  }

  private static void token(Arguments arguments, List<NamedFile> tokens) {
    arguments.oneOf("token", List.of("file"));
    var file = FileNames.file(arguments, "token file");
    if (!tokens.isEmpty()) {
      arguments.fail(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"token\" is set twice in this block");
    }
    tokens.add(file);
    arguments.endWithoutBlock();
  }
}
