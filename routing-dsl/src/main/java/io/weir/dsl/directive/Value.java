package io.weir.dsl.directive;

import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;

/** A typed value as a file can write it. */
sealed interface Value {
  /** As messages call it: {@code a duration}. */
  String kind();

  record Text(String text) implements Value {
    @Override
    public String kind() {
      return "a text";
    }
  }

  record Count(long number) implements Value {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Time(Duration duration) implements Value {
    @Override
    public String kind() {
      return "a duration";
    }
  }

  record Size(long bytes) implements Value {
    @Override
    public String kind() {
      return "a size";
    }
  }

  record Rate(io.weir.dsl.model.Rate rate) implements Value {
    @Override
    public String kind() {
      return "a rate";
    }
  }

  record Percent(int basisPoints) implements Value {
    @Override
    public String kind() {
      return "a percentage";
    }
  }

  record Network(Cidr cidr) implements Value {
    @Override
    public String kind() {
      return "an address";
    }
  }

  /** A file of addresses. */
  record AddressFile(NamedFile file) implements Value {
    @Override
    public String kind() {
      return "a file of addresses";
    }
  }

  record Place(Endpoint endpoint) implements Value {
    @Override
    public String kind() {
      return "an endpoint";
    }
  }

  /** A list; each item with the place that messages about it point to. */
  record Items(List<Item> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  record Item(Value value, Span span) {}

  /** A word that is no literal and names nothing. */
  record Name(String word) implements Value {
    @Override
    public String kind() {
      return "a name";
    }
  }

  /** What begins like a literal and is none, and why not. */
  record Malformed(String why) implements Value {
    @Override
    public String kind() {
      return why;
    }
  }

  /** A comma, parenthesis or the like where a value should stand. */
  record Symbol() implements Value {
    @Override
    public String kind() {
      return "no value";
    }
  }

  /** What is reported where it is declared. */
  record Refused() implements Value {
    @Override
    public String kind() {
      return "refused";
    }
  }
}
