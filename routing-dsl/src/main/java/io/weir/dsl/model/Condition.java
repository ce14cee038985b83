package io.weir.dsl.model;

import java.util.List;

/** What else must hold for a route to be chosen. */
public sealed interface Condition {
  /** All of them. */
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them. */
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** The opposite. */
  record Not(Condition part) implements Condition {}

  /**
   * A field of the request against a predicate. A field with several values (a repeated header)
   * passes when one of them does; an absent field passes no predicate.
   */
  record Test(Field field, Predicate predicate) implements Condition {}

  /** What is looked at. */
  sealed interface Field {
    record Method() implements Field {}

    /** The normalized path, without the query. */
    record Path() implements Field {}

    /** {@code http} or {@code https}. */
    record Scheme() implements Field {}

    /** The client's address as {@code trusted} makes it out. */
    record ClientIp() implements Field {}

    /**
     * The ISO 3166 code of the country that the client's address is in, in upper case, by the
     * database of {@code geoip}; absent if that knows none.
     */
    record ClientCountry() implements Field {}

    /** Every field line of this name; the name is in lower case. */
    record Header(String name) implements Field {}

    /** Every parameter of this name, percent-decoded, {@code +} read as a space. */
    record Query(String name) implements Field {}

    /** Every cookie of this name. */
    record Cookie(String name) implements Field {}

    /**
     * Every value of a claim of a token that has been verified; of any other token there is none.
     *
     * @param verifier whose tokens; worked out from the route
     * @param claim the name of the claim; dots lead into objects
     */
    record Jwt(String verifier, String claim) implements Field {}
  }

  /** What must hold for a value. */
  sealed interface Predicate {
    /** The field is there, with whatever value. */
    record Present() implements Predicate {}

    record Is(String value) implements Predicate {}

    record Starts(String prefix) implements Predicate {}

    record Ends(String suffix) implements Predicate {}

    record Has(String part) implements Predicate {}

    /** A regular expression (RE2 syntax) that matches somewhere in the value. */
    record Matches(String regex) implements Predicate {}

    /** A decimal number compared with a bound; a value that is no number does not pass. */
    record Compare(Order order, long bound) implements Predicate {}

    /** One of these texts. */
    record OneOf(List<String> values) implements Predicate {
      public OneOf {
        values = List.copyOf(values);
      }
    }

    /** An address of this set. */
    record Inside(AddressSet addresses) implements Predicate {}
  }

  /** How a number is compared. */
  enum Order {
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST
  }
}
