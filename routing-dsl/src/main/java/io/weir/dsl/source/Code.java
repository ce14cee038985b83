package io.weir.dsl.source;

/** What kind of mistake a diagnostic reports; {@code docs/language.md} has a table of them. */
public enum Code {
  ILLEGAL_CHARACTER("E101"),
  UNTERMINATED_TEXT("E102"),
  BAD_ESCAPE("E103"),
  SYNTAX("E104"),
  UNBALANCED("E105"),
  TOO_DEEP("E106"),
  UNREADABLE("E107"),
  INCLUDE("E108"),
  VERSION("E109"),
  UNKNOWN_KEYWORD("E110"),
  MISPLACED("E111"),
  UNKNOWN_POOL("E112"),
  UNKNOWN_POLICY("E113"),
  UNKNOWN_NAME("E114"),
  DUPLICATE_NAME("E115"),
  CYCLE("E116"),
  SET_TWICE("E117"),
  UNKNOWN_PLACEHOLDER("E118"),
  BAD_NAME("E119"),
  WRONG_TYPE("E120"),
  OUT_OF_RANGE("E121"),
  ARGUMENTS("E122"),
  BAD_ADDRESS("E123"),
  BAD_HOST("E124"),
  BAD_PATH("E125"),
  BAD_TEMPLATE("E126"),
  BAD_REGEX("E127"),
  BAD_HEADER("E128"),
  BAD_TEST("E129"),
  TERMINAL("E130"),
  SHARES("E131"),
  EMPTY_POOL("E132"),
  EMPTY_HOST("E133"),
  DUPLICATE_HOST("E134"),
  LISTENER_CONFLICT("E135"),
  UNREACHABLE_ROUTE("E136"),
  OPEN_ADMIN("E137"),
  NO_EFFECT("E138"),
  BAD_EXPECT("E139"),
  FAILED_EXPECT("E140"),
  NO_FOLDER("E141"),
  NO_FILE("E142"),
  UNAVAILABLE("E143"),
  NO_LISTENER("E144"),
  PEERS("E145"),
  NOT_SUPPORTED("E190"),
  TOO_MANY("E199"),
  UNUSED("W201"),
  NOTHING_SERVED("W202"),
  NOTHING_INCLUDED("W203"),
  ONLY_BACKUPS("W204"),
  UNANSWERED("W205"),
  STEADY_QUORUM("W206");

  private final String id;

  Code(String id) {
    this.id = id;
  }

  /** As printed: {@code E112}; it never changes its meaning. */
  public String id() {
    return id;
  }

  /** Whether a finding of this kind refuses the configuration. */
  public Severity severity() {
    return id.startsWith("E") ? Severity.ERROR : Severity.WARNING;
  }
}
