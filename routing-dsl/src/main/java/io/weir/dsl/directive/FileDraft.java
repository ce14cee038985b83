package io.weir.dsl.directive;

import io.weir.dsl.model.AccessLog;
import io.weir.dsl.model.AddressSet;
import io.weir.dsl.model.Admin;
import io.weir.dsl.model.Agent;
import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Enlistment;
import io.weir.dsl.model.Expectation;
import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.Intake;
import io.weir.dsl.model.JwtVerifier;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Pool;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.SharedLimits;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole configuration while it is read. */
final class FileDraft {
  final Layer layer = new Layer();
  final List<ListenDraft> listeners = new ArrayList<>();
  final List<io.weir.dsl.model.Cache> caches = new ArrayList<>();
  final List<Pool> pools = new ArrayList<>();
  final List<JwtVerifier> verifiers = new ArrayList<>();
  final Map<String, Layer> policies = new LinkedHashMap<>();
  final List<HostDraft> hosts = new ArrayList<>();
  final List<Expectation> expectations = new ArrayList<>();
  AddressSet trusted = AddressSet.NONE;
  Optional<NamedFile> geoip = Optional.empty();
  Optional<Admin> admin = Optional.empty();
  Optional<AccessLog> accessLog = Optional.empty();
  Optional<SharedLimits> shared = Optional.empty();
  Optional<Director> director = Optional.empty();
  final List<Registration> registrations = new ArrayList<>();
  final List<Agent> agents = new ArrayList<>();
  final List<Enlistment> enlistments = new ArrayList<>();

  /** Whether there is a "shared", be it read or not. */
  boolean statesShared;

  Optional<Overload> overload = Optional.empty();

  private final Map<HostPattern, Span> hostNames = new HashMap<>();
  private final Map<String, Span> singles = new HashMap<>();

  /** A listener while it is read. */
  static final class ListenDraft {
    final Endpoint at;
    final Span span;
    final Layer layer = new Layer();
    boolean redirectsToHttps;
    AddressSet proxyProtocol = AddressSet.NONE;
    Intake intake = Intake.UNLIMITED;

    ListenDraft(Endpoint at, Span span) {
      this.at = at;
      this.span = span;
    }
  }

  /** Reports a directive that may stand in a configuration once only. */
  void once(Arguments arguments) {
    var keyword = arguments.statement().keyword().span();
    var first = singles.putIfAbsent(arguments.keyword(), keyword);
    if (first != null) {
      arguments.fail(
          Diagnostic.of(Code.SET_TWICE, keyword, "\"" + arguments.keyword() + "\" is set twice")
              .label("first set in " + Names.where(first, keyword)));
    }
  }

  /** Reports a name that another host block answers for already. */
  void declareHost(HostPattern name, Span span, Arguments arguments) {
    var first = hostNames.putIfAbsent(name, span);
    if (first != null) {
      arguments
          .context()
          .report(
              Diagnostic.of(
                      Code.DUPLICATE_HOST, span, "found a second host \"" + span.text() + "\"")
                  .label("the first is in " + Names.where(first, span)));
    }
  }
}
