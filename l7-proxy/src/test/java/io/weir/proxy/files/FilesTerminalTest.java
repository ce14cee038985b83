package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Terminal;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTerminalTest {
  @TempDir Path root;
  private Site site;

  @BeforeEach
  void open() {
    site = new Site(root);
  }

  @AfterEach
  void close() {
    site.close();
    assertThat(site.budget.memory()).isZero();
    assertThat(site.budget.open()).isZero();
  }

  @Test
  void servesASmallFileFromMemoryWithItsMetadata() throws IOException {
    site.write("css/site.css", "body{}");

    var answer = site.get("/css/site.css");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("body{}");
    assertThat(answer.form()).isInstanceOf(Body.Whole.class);
    assertThat(answer.field("Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(answer.field("Content-Length")).isEqualTo("6");
    assertThat(answer.field("Last-Modified")).isEqualTo("Thu, 29 Feb 2024 12:34:56 GMT");
    assertThat(answer.field("ETag")).matches("\"[0-9a-f]+-6\"");
    assertThat(answer.field("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.field("Vary")).isNull();
  }

  @Test
  void sendsALargeFileFromDisk() throws IOException {
    var content = noise(FileLoad.IN_MEMORY + 1);
    site.write("film.mp4", content);

    var answer = site.get("/film.mp4");

    assertThat(answer.form()).isInstanceOf(Body.FileSpan.class);
    assertThat(answer.content()).isEqualTo(content);
    assertThat(answer.field("Content-Length")).isEqualTo(String.valueOf(content.length));
    assertThat(answer.field("Content-Type")).isEqualTo("video/mp4");
  }

  @Test
  void servesAnEmptyFile() throws IOException {
    site.write("empty.txt", "");

    var answer = site.get("/empty.txt", "Range", "bytes=0-");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.form()).isSameAs(Body.EMPTY);
    assertThat(answer.field("Content-Length")).isEqualTo("0");
  }

  @Test
  void tellsAHeadTheSameFieldsButSendsNothing() throws IOException {
    site.write("film.mp4", noise(FileLoad.IN_MEMORY + 1));

    var whole = site.get("/film.mp4");
    var head = site.ask("HEAD", "/film.mp4", "Range", "bytes=0-1");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.form()).isSameAs(Body.EMPTY);
    assertThat(head.fields().bytes()).isEqualTo(whole.fields().bytes());
  }

  @Test
  void saysWhichMethodsThereAre() throws IOException {
    site.write("a.txt", "a");

    var options = site.ask("OPTIONS", "/a.txt");
    var exchange = site.exchange("POST", "/a.txt");
    var post = Site.joined(site.reply(exchange));

    assertThat(options.status()).isEqualTo(204);
    assertThat(options.field("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.head().fields().values("Allow")).containsExactly("GET, HEAD, OPTIONS");
    assertThat(exchange.cause()).isEqualTo(Cause.METHOD_REFUSED);
  }

  @Test
  void servesTheFirstIndexFileOfAFolder() throws IOException {
    site.write("docs/index.htm", "second");
    site.write("index.html", "root");

    assertThat(site.get("/docs/").text()).isEqualTo("second");
    assertThat(site.get("/").text()).isEqualTo("root");
    assertThat(site.get("/").field("Content-Type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void neverListsAFolder() throws IOException {
    site.write("docs/a.txt", "a");

    assertRefused("/docs/", Cause.FILE_REFUSED);
    assertRefused("/", Cause.FILE_REFUSED);
  }

  @Test
  void sendsAFolderWithoutSlashToItself() throws IOException {
    site.write("docs/index.html", "i");

    var answer = site.get("/docs?a=b");

    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.field("Location")).isEqualTo("/docs/?a=b");
  }

  @Test
  void neverRedirectsToAnotherHost() throws IOException {
    Files.createDirectory(root.resolve("evil"));
    var exchange = site.exchange("GET", "//\\/evil");
    var path = exchange.request().target();
    exchange.route(null, 0, new int[] {path.pathEnd() - 4, path.pathEnd()});

    var reply = Site.joined(site.reply(exchange));

    assertThat(reply.head().fields().values("Location")).containsExactly("/evil/");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    site.write("a.txt", "a");

    assertRefused("/nothing", Cause.NO_FILE);
    assertRefused("/nothing/", Cause.NO_FILE);
    assertRefused("/a.txt/", Cause.NO_FILE);
    assertRefused("/a.txt/b", Cause.NO_FILE);
    assertRefused("/.git/config", Cause.FILE_REFUSED);
    assertRefused("/" + "x".repeat(300), Cause.NO_FILE);
  }

  @Test
  void seesAFileThatAppearsASecondLater() throws IOException {
    assertRefused("/late.txt", Cause.NO_FILE);

    site.write("late.txt", "here");

    assertRefused("/late.txt", Cause.NO_FILE);
    site.aSecondLater();
    assertThat(site.get("/late.txt").text()).isEqualTo("here");
  }

  @Test
  void takesTheWholePathWithoutARest() throws IOException {
    site.write("robots.txt", "all");
    var folder = new Terminal.Files(root.toString(), List.of());
    try (var terminal =
        FilesTerminal.open(folder, new PathPattern("/robots.txt", List.of(), false), 1)) {
      var exchange = site.exchange("GET", "/robots.txt");
      exchange.route(null, 0, new int[0]);

      var reply = new java.util.concurrent.CompletableFuture<io.weir.proxy.exchange.Reply>();
      site.run(() -> terminal.proceed(exchange).onSuccess(reply::complete));

      assertThat(Site.joined(reply).status()).isEqualTo(200);
      Site.joined(reply).body().discard();
    }
  }

  @Test
  void refusesToOpenAFolderThatIsNotThere() throws IOException {
    var file = site.write("a.txt", "a");
    var pattern = new PathPattern("/**", List.of(), true);
    var nothing = new Terminal.Files(root.resolve("nothing").toString(), List.of());
    var aFile = new Terminal.Files(file.toString(), List.of());

    assertThatThrownBy(() -> FilesTerminal.open(nothing, pattern, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("found nothing at '" + root.resolve("nothing") + "', expected a folder");
    assertThatThrownBy(() -> FilesTerminal.open(aFile, pattern, 1))
        .hasMessage("found a file at '" + file + "', expected a folder");
  }

  private void assertRefused(String path, Cause why) {
    assertThatThrownBy(() -> site.get(path))
        .as(path)
        .isInstanceOfSatisfying(
            ProxyFailure.class, failure -> assertThat(failure.why()).isEqualTo(why));
  }

  private static byte[] noise(int length) {
    var octets = new byte[length];
    new Random(1).nextBytes(octets);
    return octets;
  }
}
