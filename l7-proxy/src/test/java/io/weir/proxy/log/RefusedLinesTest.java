package io.weir.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.weir.dsl.model.AccessLog.Format;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of requests that were refused before their head was whole. */
@Timeout(20)
class RefusedLinesTest {
  @TempDir private Path folder;
  private final SampleExchange sample = new SampleExchange();

  @AfterEach
  void close() {
    sample.close();
  }

  private Path file() {
    return folder.resolve("access.log");
  }

  private AccessLog open(Format format) throws IOException {
    var named = Optional.of(file().toString());
    return AccessLog.open(
        new io.weir.dsl.model.AccessLog(named, format, Optional.empty(), SampleExchange.SPAN), 1);
  }

  @Test
  void logsARequestRefusedBeforeItsHeadWasWhole() throws Exception {
    for (var format : Format.values()) {
      try (var log = open(format)) {
        var failure = new ProxyFailure(Cause.HEAD_TIMEOUT, "10 s");
        log.recordRefused(
            sample.loop(0), sample.client(), Refused.before(failure, 408, new Timeline()));
      }
    }

    var lines = Files.readAllLines(file());

    var json = new JsonObject(lines.getFirst());
    assertThat(json.getString("cause")).isEqualTo("head-timeout");
    assertThat(json.getInteger("status")).isEqualTo(408);
    assertThat(json.getString("target")).isNull();
    assertThat(json.fieldNames()).hasSize(32);
    assertThat(lines.getLast()).contains(" \"-\" 408 0 \"-\" \"-\" host=- route=- pool=-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "GET /a/../../b HTTP/1.1|GET|/a/../../b|GET /a/../../b HTTP/1.1",
        "GET /half|GET|/half|GET /half",
        "GET |GET|''|GET ",
        "GET|null|null|GET",
        "\u0016\u0003|null|null|\\x16\\x03",
        "G@T /|null|null|G@T /",
        "GET /\" HTTP/1.1|GET|/\"|GET /\\x22 HTTP/1.1",
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void tellsWhatCameOfTheLineOfARefusedRequest(
      String line, String method, String target, String combined) throws Exception {
    var failure = new ProxyFailure(Cause.BAD_TARGET, "found no path");
    var refused = new Refused(failure, 400, new Timeline(), Octets.of(line));
    for (var format : Format.values()) {
      try (var log = open(format)) {
        log.recordRefused(sample.loop(0), sample.client(), refused);
      }
    }

    var lines = Files.readAllLines(file());

    var json = new JsonObject(lines.getFirst());
    assertThat(json.getString("method")).isEqualTo(method);
    assertThat(json.getString("target")).isEqualTo(target);
    assertThat(lines.getLast()).contains(" \"" + combined + "\" 400 0 ");
  }
}
