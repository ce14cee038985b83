package io.weir.dsl.directive;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All tables of keywords together. */
final class Grammar {
  /** Read before all others, so in no table. */
  private static final Set<String> EARLY = Set.of("include", "let");

  private Grammar() {}

  private static List<Table<?>> tables() {
    return List.of(
        FileTable.TABLE,
        DirectorReader.TABLE,
        VirtualReader.TABLE,
        RegisterDraft.TABLE,
        VrrpReader.TABLE,
        PairReader.TABLE,
        AcceptReader.TABLE,
        ListenReader.TABLE,
        AdminReader.TABLE,
        LogReader.TABLE,
        SharedReader.TABLE,
        OverloadReader.TABLE,
        CacheStoreReader.TABLE,
        PoolReader.TABLE,
        PolicyReader.TABLE,
        JwtReader.TABLE,
        AuthReader.CREDENTIALS,
        AuthReader.JWT,
        AuthForwardReader.TABLE,
        HostReader.TABLE,
        RouteReader.TABLE,
        CorsReader.TABLE);
  }

  /** Where a keyword is allowed. */
  static Set<Scope> scopesOf(String keyword) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (var table : tables()) {
      if (table.readers().containsKey(keyword)) {
        scopes.add(table.scope());
      }
    }
    if (EARLY.contains(keyword)) {
      scopes.add(Scope.FILE);
    }
    return scopes;
  }

  /** The keywords of one kind of block. */
  static Set<String> keywordsOf(Table<?> table) {
    var keywords = new TreeSet<>(table.readers().keySet());
    if (table.scope() == Scope.FILE) {
      keywords.addAll(EARLY);
    }
    return keywords;
  }

  /** The scopes in one line, for a message. */
  static String labels(Set<Scope> scopes) {
    return scopes.stream().map(Scope::label).collect(Collectors.joining(", "));
  }
}
