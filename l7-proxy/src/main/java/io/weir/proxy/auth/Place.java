package io.weir.proxy.auth;

import io.weir.dsl.model.CredentialPlace;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A place where requests bring credentials: reads them, and takes them out. Immutable. */
final class Place {
  private final CredentialPlace model;
  private final byte[] name;
  private final @Nullable FieldName known;
  private final byte[] scheme;

  private Place(CredentialPlace model, String name, String scheme) {
    this.model = model;
    var isField =
        model instanceof CredentialPlace.Header || model instanceof CredentialPlace.Bearer;
    this.name =
        isField ? Octets.of(name.toLowerCase(Locale.ROOT)) : name.getBytes(StandardCharsets.UTF_8);
    int hash = FieldName.hash(this.name, 0, this.name.length);
    this.known = isField ? FieldName.find(this.name, 0, this.name.length, hash) : null;
    this.scheme = Octets.of(scheme);
  }

  static Place of(CredentialPlace model) {
    return switch (model) {
      case CredentialPlace.Bearer _ -> new Place(model, "authorization", "bearer");
      case CredentialPlace.Header(var name) -> new Place(model, name, "");
      case CredentialPlace.Cookie(var name) -> new Place(model, name, "");
      case CredentialPlace.Query(var name) -> new Place(model, name, "");
    };
  }

  /** {@code Authorization: Basic …}. */
  static Place basic() {
    return new Place(new CredentialPlace.Header("Authorization"), "authorization", "basic");
  }

  /** What the request presents here; an empty value is nothing. */
  Presented find(Exchange exchange) {
    var gathered = new Gathered();
    switch (model) {
      case CredentialPlace.Bearer _, CredentialPlace.Header _ ->
          fields(exchange.request().fields(), gathered);
      case CredentialPlace.Cookie _ ->
          Cookies.any(exchange.request().fields(), name, gathered::add);
      case CredentialPlace.Query _ ->
          QueryParameters.any(exchange.request().target(), name, gathered::add);
    }
    return gathered.found;
  }

  private static final class Gathered {
    private Presented found = Presented.NOTHING;
    private int count;

    boolean add(byte[] bytes, int start, int end) {
      count++;
      found =
          count > 1
              ? Presented.SEVERAL
              : start == end ? Presented.NOTHING : new Presented.One(bytes, start, end);
      return false;
    }
  }

  private void fields(FieldLines fields, Gathered into) {
    for (int i = next(fields, -1); i >= 0; i = next(fields, i)) {
      int start = fields.valueStart(i);
      int end = fields.valueEnd(i);
      if (scheme.length == 0) {
        into.add(fields.bytes(), start, end);
      } else {
        // A line of another scheme counts as one more: two of them are never right (RFC 9110 5.3).
        int from = behindScheme(fields.bytes(), start, end);
        into.add(fields.bytes(), from < 0 ? end : from, end);
      }
    }
  }

  private int next(FieldLines fields, int i) {
    return known == null ? fields.next(name, i) : fields.next(known, i);
  }

  /** Where the credentials start behind the scheme (RFC 9110 11.4), or -1 if it is another one. */
  private int behindScheme(byte[] bytes, int start, int end) {
    int at = start + scheme.length;
    if (at >= end || bytes[at] != ' ' || !Octets.isLower(bytes, start, scheme)) {
      return -1;
    }
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  /** Leaves the credentials out of what goes upstream. */
  void strip(Exchange exchange) {
    switch (model) {
      case CredentialPlace.Bearer _, CredentialPlace.Header _ -> remove(exchange.requestChanges());
      case CredentialPlace.Cookie _ -> stripCookie(exchange);
      // Overwritten where it stands: see mask.
      case CredentialPlace.Query _ -> {}
    }
  }

  /**
   * Overwrites what stands in the query, so that no log, and no upstream that is sent the query,
   * gets to see it; credentials elsewhere are in no log. To be called once they have been read.
   */
  void mask(Exchange exchange) {
    if (model instanceof CredentialPlace.Query) {
      QueryParameters.mask(exchange.request(), name);
    }
  }

  private void remove(FieldChanges changes) {
    if (known == null) {
      changes.remove(name);
    } else {
      changes.remove(known);
    }
  }

  private void stripCookie(Exchange exchange) {
    var changes = exchange.requestChanges();
    changes.remove(FieldName.COOKIE);
    for (var rest : Cookies.without(exchange.request().fields(), name)) {
      changes.add(Octets.of("Cookie: " + rest + "\r\n"));
    }
  }
}
