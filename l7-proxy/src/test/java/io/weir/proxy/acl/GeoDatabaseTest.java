package io.weir.proxy.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.address.ParsedAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoDatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, DE",
    "192.0.2.255, DE",
    "192.0.3.1, FR",
    "198.51.100.9, JP",
    "203.0.113.1, ''",
    "2001:db8:1::1, BR",
    "2001:db9::1, ''",
    "8.8.8.8, ''",
  })
  void knowsTheCountryOfAnAddress(String address, String country) throws IOException {
    var database = GeoDatabase.read(write(countries()), "c.mmdb");

    var found = database.of(ParsedAddress.parse(address).orElseThrow().bytes());

    assertThat(found).isEqualTo(country);
  }

  @Test
  void refusesADatabaseWithoutCountries() throws IOException {
    var path = write(new MmdbWriter("GeoLite2-ASN").put("192.0.2.0/24", Map.of("asn", 7L)).build());

    assertThatThrownBy(() -> GeoDatabase.read(path, "a.mmdb"))
        .hasMessage(
            "found a database of type 'GeoLite2-ASN' in 'a.mmdb'; expected one with countries");
  }

  @Test
  void refusesWhatIsNoDatabase() throws IOException {
    for (var octets :
        List.of(new byte[0], new byte[5000], "no database".getBytes(StandardCharsets.UTF_8))) {
      var path = write(octets);

      assertThatThrownBy(() -> GeoDatabase.read(path, "a.mmdb"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a.mmdb");
    }
  }

  /** Cut off anywhere it is refused, or says what it still knows; it never breaks a request. */
  @Test
  void survivesADatabaseThatIsDamaged() throws IOException {
    var whole = countries();
    for (int i = 0; i < whole.length; i += 7) {
      var damaged = Arrays.copyOf(whole, whole.length);
      damaged[i] ^= (byte) 0xff;
      try {
        var database = GeoDatabase.read(write(damaged), "a.mmdb");

        assertThat(database.of(new byte[] {(byte) 192, 0, 2, 1})).isNotNull();
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("a.mmdb");
      }
    }
  }

  private static byte[] countries() throws IOException {
    return new MmdbWriter("GeoLite2-Country")
        .put("192.0.2.0/24", country("country", "DE"))
        .put("192.0.3.0/24", country("country", "FR"))
        .put("198.51.100.0/24", country("registered_country", "JP"))
        .put("203.0.113.0/24", Map.of("continent", Map.of("code", "EU")))
        .put("2001:db8::/32", country("country", "BR"))
        .build();
  }

  private static Map<String, ?> country(String key, String code) {
    return Map.of(
        "continent", Map.of("code", "XX"), key, Map.of("geoname_id", 7L, "iso_code", code));
  }

  private Path write(byte[] octets) throws IOException {
    return Files.write(folder.resolve("file"), octets);
  }
}
