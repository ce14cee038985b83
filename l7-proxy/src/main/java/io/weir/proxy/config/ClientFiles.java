package io.weir.proxy.config;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.proxy.acl.GeoDatabase;
import io.weir.proxy.address.AddressSets;
import io.weir.proxy.address.BadAddressFile;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.address.Countries;
import io.weir.proxy.watch.WatchedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that say who clients are: sets of addresses and databases of countries. They outlive
 * configurations, so that a reload reads only what has changed. Blocks; one thread at a time, but
 * for the lookups it gives out.
 */
public final class ClientFiles {
  private final AddressSets sets = new AddressSets();
  private final WatchedFiles<GeoDatabase> databases =
      new WatchedFiles<>(GeoDatabase::read, GeoDatabase::describe);

  /** The kinds of files, for whoever looks after them. */
  public List<WatchedFiles<?>> kinds() {
    return List.of(sets.files(), databases);
  }

  /** How often a file that changed could not be used. Any thread. */
  public long failures() {
    return kinds().stream().mapToLong(WatchedFiles::failures).sum();
  }

  /** Reads what the configuration names and is new or has changed; says what cannot be used. */
  public List<Diagnostic> read(WeirConfig config) {
    var mistakes = new ArrayList<Diagnostic>();
    for (var file : config.addressFiles()) {
      try {
        sets.read(file);
      } catch (BadAddressFile e) {
        e.mistakes().forEach(mistake -> mistakes.add(mistake(file.span(), mistake)));
      } catch (IOException e) {
        mistakes.add(mistake(file.span(), String.valueOf(e.getMessage())));
      }
    }
    config.geoip().ifPresent(file -> database(file, mistakes));
    return mistakes;
  }

  private void database(NamedFile file, List<Diagnostic> mistakes) {
    try {
      databases.open(file.path());
    } catch (IOException e) {
      mistakes.add(mistake(file.span(), String.valueOf(e.getMessage())));
    }
  }

  private static Diagnostic mistake(Span span, String message) {
    return Diagnostic.of(Code.NO_FILE, span, message);
  }

  /** What a configuration, whose files have been read, looks clients up in. */
  public ClientLookup lookup(WeirConfig config) {
    return new ClientLookup(sets::of, config.geoip().map(this::countries).orElse(Countries.NONE));
  }

  private Countries countries(NamedFile file) {
    var database = databases.get(file.path());
    return address -> database.current().of(address);
  }

  /** Forgets what the configuration does not name. */
  public void retain(WeirConfig config) {
    sets.files().retain(config.addressFiles().stream().map(NamedFile::path).toList());
    databases.retain(config.geoip().stream().map(NamedFile::path).toList());
  }
}
