package io.weir.main.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that shows what routes can do, with the commands to try it.
 *
 * @param port where clients connect
 * @param admin the port of the admin's address
 * @param one the port of the first origin
 * @param two the port of the second origin
 * @param folder the static files, written by {@link #writeFiles}, beside the configuration
 */
public record SampleSite(int port, int admin, int one, int two, Path folder) {
  /**
   * Something to try.
   *
   * @param expected a regular expression for all that the command prints
   */
  public record Trial(String shows, String command, String expected) {}

  /** The configuration. */
  public String config() {
    return """
    weir 1

    listen 127.0.0.1:%1$d
    admin 127.0.0.1:%2$d

    pool one { server 127.0.0.1:%3$d }
    pool two { server 127.0.0.1:%4$d }

    host * {
      # A canary: testers get the second pool, and so does one in ten of all others.
      route /canary as testers when header "X-Canary" is "1" { rewrite "/whoami"; to two }
      route /canary { rewrite "/whoami"; to one 90%%, two 10%% }

      # Another path for the server, and a field for the client.
      route /api/** {
        rewrite "/{**}"
        header set "X-Served-By" "weir"
        to one
      }

      route /old/** { redirect 301 "/files/{**}" }
      route /files/** { files "%5$s" }
      route /** { to one }
    }

    # Tests of this file: they run before every start and reload.
    expect GET "http://127.0.0.1:%1$d/canary" header "X-Canary" "1" -> to two
    expect GET "http://127.0.0.1:%1$d/old/hello.txt" -> redirect "/files/hello.txt"
    """
        .formatted(port, admin, one, two, folder.getFileName());
  }

  /** What to try, in an order that tells a story. */
  public List<Trial> trials() {
    var at = "http://127.0.0.1:" + port;
    return List.of(
        new Trial("a request goes to a pool", "curl -s " + at + "/whoami", "one\n"),
        new Trial("a canary by header", "curl -s -H 'X-Canary: 1' " + at + "/canary", "two\n"),
        new Trial(
            "a canary by share",
            "for i in $(seq 100); do curl -s " + at + "/canary; done | sort | uniq -c",
            " +\\d+ one\n +\\d+ two\n"),
        new Trial(
            "another path for the server, and what it gets",
            "curl -s -d hello '" + at + "/api/echo?a=b'",
            "POST /echo\\?a=b\n(?s).*X-Forwarded-For: 127\\.0\\.0\\.1\n.*\n\nhello\n"),
        new Trial(
            "a field for the client",
            "curl -si " + at + "/api/whoami | grep -i x-served-by",
            "X-Served-By: weir\r?\n"),
        new Trial(
            "a redirect",
            "curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' " + at + "/old/hello.txt",
            "301 " + at + "/files/hello\\.txt\n"),
        new Trial("the redirect, followed", "curl -sL " + at + "/old/hello.txt", "Hello.*\n"),
        new Trial("a folder", "curl -s " + at + "/files/", "(?s)<!doctype html>.*\n"),
        new Trial("a part of a file", "curl -s -r 0-4 " + at + "/files/hello.txt", "Hello"),
        new Trial(
            "events arrive one by one",
            "curl -sN " + at + "/events",
            "data: event 1\n\ndata: event 2\n\ndata: event 3\n\n"),
        new Trial("a slow answer", "curl -s " + at + "/slow", "that took a second\n"),
        new Trial(
            "a WebSocket",
            "curl -si -m 1 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
                + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='"
                + " "
                + at
                + "/ws | head -n 1",
            "HTTP/1\\.1 101 Switching Protocols\r?\n"),
        new Trial(
            "a path that could mean two things is refused",
            "curl -s -o /dev/null -w '%{http_code}\\n' --path-as-is " + at + "/files/..%2fsecret",
            "40[03]\n"),
        new Trial("the admin port", "curl -s http://127.0.0.1:" + admin + "/healthz", "ok\n?"),
        new Trial(
            "counters for Prometheus",
            "curl -s http://127.0.0.1:" + admin + "/metrics | grep '^weir_requests_total'",
            "(?s)(weir_requests_total\\{[^\n]*\n)+"));
  }

  /** Writes the static files. */
  public void writeFiles() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html>\n<title>Weir</title>\n<p>Served from a folder by Weir.</p>\n");
    Files.writeString(folder.resolve("hello.txt"), "Hello from a file.\n");
  }
}
