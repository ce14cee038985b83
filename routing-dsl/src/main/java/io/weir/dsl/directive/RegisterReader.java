package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Enlistment;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code register 192.0.2.11 as real server of 192.0.2.10:443 with kernel { weight 100 }}, or with
 * directors elsewhere: {@code with 192.0.2.2:7946, 192.0.2.3:7946 { key file "edge.key" }}.
 */
final class RegisterReader implements Reader<FileDraft> {
  /** As many as one stream carries. */
  private static final int MOST_WITH_ONE = 64;

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var self = RealReader.server(arguments, "register");
    var place = arguments.last();
    for (var word : List.of("as", "real", "server", "of")) {
      arguments.oneOf("register", List.of(word));
    }
    var of = VirtualReader.place(arguments, "register", true);
    arguments.oneOf("register", List.of("with"));
    boolean isKernel = arguments.accept("kernel");
    var directors = isKernel ? List.<Endpoint>of() : directors(arguments);
    arguments.end();
    var draft = new RegisterDraft();
    boolean isWhole =
        RegisterDraft.TABLE.read(arguments.optionalBlock(), draft, arguments.context());
    if (!isWhole || arguments.isBroken()) {
      return;
    }
    RealReader.check(arguments, of, self, draft.forward, place);
    draft.checkVip(arguments, of);
    var registration = registration(arguments, of, self, draft);
    if (isKernel) {
      addToKernel(arguments, file, registration, draft);
    } else {
      addToDirectors(arguments, file, enlistment(arguments, registration, directors, draft));
    }
  }

  private static Registration registration(
      Arguments arguments, Virtual.At.Place of, Endpoint self, RegisterDraft draft) {
    int port = self.port() == 0 ? of.endpoint().port() : self.port();
    return new Registration(
        of,
        new Endpoint(self.host(), port),
        draft.weight,
        draft.forward,
        draft.ramp,
        draft.schedule.orElse(VirtualReader.SCHEDULE),
        draft.vip,
        arguments.statement().span());
  }

  private static List<Endpoint> directors(Arguments arguments) {
    var directors = new ArrayList<Endpoint>();
    do {
      var next = arguments.peek();
      if (next.isEmpty()) {
        arguments.take("kernel, or directors such as " + AcceptReader.EXAMPLE);
        return directors;
      }
      var director = PairReader.place(arguments, "register with", AcceptReader.EXAMPLE);
      if (!arguments.isBroken() && directors.contains(director)) {
        arguments.flag(Code.SET_TWICE, arguments.last(), director + " is there twice");
      }
      directors.add(director);
    } while (arguments.acceptSymbol(","));
    return directors;
  }

  private static void addToKernel(
      Arguments arguments, FileDraft file, Registration added, RegisterDraft draft) {
    draft.refuse(arguments, "lease", "the own kernel gives no leases: Weir tells it when it stops");
    draft.refuse(arguments, "key", "the own kernel needs no key");
    for (var other : file.registrations) {
      if (isSame(other, added)) {
        arguments.fail(duplicate(added.span(), other.span()));
      }
    }
    if (!arguments.isBroken()) {
      file.registrations.add(added);
    }
  }

  private static boolean isSame(Registration one, Registration other) {
    return one.of().equals(other.of()) && one.self().equals(other.self());
  }

  private static Diagnostic duplicate(Span span, Span first) {
    return Diagnostic.of(Code.DUPLICATE_NAME, span, "this registration is there already")
        .label("the first is in " + Names.where(first, span));
  }

  private static Optional<Enlistment> enlistment(
      Arguments arguments,
      Registration registration,
      List<Endpoint> directors,
      RegisterDraft draft) {
    draft.refuse(arguments, "schedule", "how servers are picked is for the directors to say");
    if (draft.key.isEmpty()) {
      arguments.flag(
          Diagnostic.of(
                  Code.ARGUMENTS, arguments.statement().span(), "directors know an edge by its key")
              .hint("write: key file \"edge.key\", with one line: NAME KEY"));
    }
    return draft.key.map(key -> new Enlistment(registration, draft.lease, directors, key));
  }

  private static void addToDirectors(
      Arguments arguments, FileDraft file, Optional<Enlistment> read) {
    if (arguments.isBroken() || read.isEmpty()) {
      return;
    }
    var enlistment = read.get();
    for (var director : enlistment.directors()) {
      var others =
          file.enlistments.stream().filter(it -> it.directors().contains(director)).toList();
      others.forEach(other -> checkBeside(arguments, enlistment, other, director));
      if (others.size() >= MOST_WITH_ONE) {
        arguments.fail(
            Code.OUT_OF_RANGE,
            enlistment.span(),
            "found more than %d registrations with %s".formatted(MOST_WITH_ONE, director));
      }
    }
    if (!arguments.isBroken()) {
      file.enlistments.add(enlistment);
    }
  }

  /** All that a director is told goes over one stream, which is opened with one key. */
  private static void checkBeside(
      Arguments arguments, Enlistment added, Enlistment other, Endpoint director) {
    if (isSame(other.registration(), added.registration())) {
      arguments.fail(duplicate(added.span(), other.span()));
    } else if (!other.key().text().equals(added.key().text())) {
      arguments.fail(
          Diagnostic.of(
                  Code.ARGUMENTS,
                  added.key().span(),
                  "%s is shown two keys; expected one for each director".formatted(director))
              .label("the other is in " + Names.where(other.span(), added.span())));
    }
  }
}
