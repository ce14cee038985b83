package io.weir.proxy.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {
  @ParameterizedTest
  @CsvSource({
    "200, OK",
    "413, Content Too Large",
    "414, URI Too Long",
    "416, Range Not Satisfiable",
    "422, Unprocessable Content",
    "508, Loop Detected",
    "599, ''",
    "999, ''"
  })
  void aStatusHasTheReasonOfItsRfc(int status, String reason) {
    var line = new String(Reasons.line(status), ISO_8859_1);

    assertThat(line).isEqualTo("HTTP/1.1 " + status + " " + reason + "\r\n");
  }
}
