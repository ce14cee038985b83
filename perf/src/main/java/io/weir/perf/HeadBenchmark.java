package io.weir.perf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.http1.HeadProgress;
import io.weir.proxy.http1.ParsedResponse;
import io.weir.proxy.http1.RequestParser;
import io.weir.proxy.http1.ResponseParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read a whole head, checked and normalized, out of a direct buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {
  private final RequestParser requests = new RequestParser();
  private final ResponseParser responses = new ResponseParser();
  private final HeadProgress progress = new HeadProgress();

  /** As wrk sends it: 2 fields, 43 octets. */
  private final ByteBuf wrk = direct("GET /1k HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n");

  /** As Chromium sends it: 15 fields, some 900 octets. */
  private final ByteBuf browser =
      direct(
          "GET /catalogue/garden/tools?page=3&sort=price HTTP/1.1\r\n"
              + "Host: shop.example.com\r\n"
              + "Connection: keep-alive\r\n"
              + "Cache-Control: max-age=0\r\n"
              + "sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\n"
              + "sec-ch-ua-mobile: ?0\r\n"
              + "sec-ch-ua-platform: \"Linux\"\r\n"
              + "Upgrade-Insecure-Requests: 1\r\n"
              + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like"
              + " Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"
              + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
              + "image/webp,image/apng,*/*;q=0.8\r\n"
              + "Sec-Fetch-Site: same-origin\r\n"
              + "Sec-Fetch-Mode: navigate\r\n"
              + "Sec-Fetch-Dest: document\r\n"
              + "Referer: https://shop.example.com/catalogue/garden?page=2\r\n"
              + "Accept-Encoding: gzip, deflate, br, zstd\r\n"
              + "Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\n"
              + "Cookie: session=3f9d2c0a7b6e4d118c25a0f4e9b17d63; theme=dark; consent=1\r\n\r\n");

  /** As nginx answers: 7 fields. */
  private final ByteBuf response =
      direct(
          "HTTP/1.1 200 OK\r\n"
              + "Server: nginx/1.22.1\r\n"
              + "Date: Mon, 06 Oct 2025 12:00:00 GMT\r\n"
              + "Content-Type: application/octet-stream\r\n"
              + "Content-Length: 1024\r\n"
              + "Last-Modified: Mon, 06 Oct 2025 11:00:00 GMT\r\n"
              + "ETag: \"68e3a0f0-400\"\r\n"
              + "Accept-Ranges: bytes\r\n\r\n");

  /** A short request. */
  @Benchmark
  public @Nullable RequestHead wrkRequest() {
    wrk.readerIndex(0);
    return requests.parse(wrk, progress, ClientLimits.DEFAULT, false);
  }

  /** A usual request. */
  @Benchmark
  public @Nullable RequestHead browserRequest() {
    browser.readerIndex(0);
    return requests.parse(browser, progress, ClientLimits.DEFAULT, false);
  }

  /** A usual response. */
  @Benchmark
  public @Nullable ParsedResponse nginxResponse() {
    response.readerIndex(0);
    return responses.parse(response, progress, Method.GET);
  }

  private static ByteBuf direct(String text) {
    return Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
