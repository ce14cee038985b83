package io.weir.proxy.acl;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import io.weir.proxy.address.Countries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The countries of addresses, from a MaxMind DB file that has them (GeoLite2-Country, GeoIP2-City
 * and the like). Wholly in memory: a file that is mapped and then overwritten in its place would
 * take the process down. Any thread may ask.
 */
public final class GeoDatabase implements Countries {
  private static final List<String> TYPES = List.of("country", "city", "enterprise");

  private final Reader reader;

  private GeoDatabase(Reader reader) {
    this.reader = reader;
  }

  /** What is read of a record: who is there, else who registered the network. */
  public record Place(@Nullable Country country, @Nullable Country registered) {
    @MaxMindDbConstructor
    public Place(
        @MaxMindDbParameter(name = "country") @Nullable Country country,
        @MaxMindDbParameter(name = "registered_country") @Nullable Country registered) {
      this.country = country;
      this.registered = registered;
    }

    String code() {
      var code = country == null ? null : country.code;
      if (code == null && registered != null) {
        code = registered.code;
      }
      return code == null ? "" : code;
    }
  }

  /** A country of a record. */
  public record Country(@Nullable String code) {
    @MaxMindDbConstructor
    public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String code) {
      this.code = code;
    }
  }

  /**
   * Reads a database. Blocks.
   *
   * @param name what messages call it
   * @throws IOException if it is none, or has no countries
   */
  public static GeoDatabase read(Path path, String name) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var reader = new Reader(in, new CHMCache());
      var type = reader.getMetadata().databaseType();
      if (TYPES.stream().noneMatch(type.toLowerCase(Locale.ROOT)::contains)) {
        throw new IOException(
            "found a database of type '%s' in '%s'; expected one with countries"
                .formatted(type, name));
      }
      return new GeoDatabase(reader);
    } catch (InvalidDatabaseException | CharacterCodingException | RuntimeException e) {
      // The decoder breaks on damaged files in many ways.
      throw new IOException("found no MaxMind database in '" + name + "': " + e.getMessage(), e);
    }
  }

  /** When it was made, and of what kind it is, for the log. */
  public String describe() {
    var metadata = reader.getMetadata();
    return metadata.databaseType() + " of " + metadata.buildTime();
  }

  @Override
  public String of(byte[] address) {
    try {
      var place = reader.get(InetAddress.getByAddress(address), Place.class);
      return place == null ? "" : place.code();
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    } catch (IOException | RuntimeException e) {
      // Such a record says as little as one that is not there, and the rest still serves.
      return "";
    }
  }
}
