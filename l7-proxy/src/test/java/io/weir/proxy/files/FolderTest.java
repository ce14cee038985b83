package io.weir.proxy.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.weir.proxy.exchange.Octets;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.files.FileName.Below;
import io.weir.proxy.files.FileName.Refused;
import io.weir.proxy.files.Finding.Absent;
import io.weir.proxy.files.Finding.Present;
import io.weir.proxy.files.Representation.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  private static final String SECRET = "secret of the neighbour";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path temp;
  private Path root;
  private Folder folder;

  @BeforeEach
  void furnish() throws IOException {
    root = Files.createDirectory(temp.resolve("www"));
    Files.writeString(temp.resolve("secret.txt"), SECRET);
    // A name that starts as the folder's does is no name within it.
    Files.createDirectory(temp.resolve("www-private"));
    Files.writeString(temp.resolve("www-private/secret.txt"), SECRET);
    Files.writeString(root.resolve("a.txt"), "a");
    folder = new Folder(root, List.of("index.html"), InstantSource.fixed(NOW));
  }

  @Test
  void followsALinkThatStaysInTheFolder() throws IOException {
    Files.createDirectory(root.resolve("v1"));
    Files.writeString(root.resolve("v1/b.txt"), "b");
    Files.createSymbolicLink(root.resolve("current"), Path.of("v1"));
    Files.createSymbolicLink(root.resolve("link.txt"), root.resolve("v1/b.txt"));

    assertThat(content("current/b.txt")).isEqualTo("b");
    assertThat(content("link.txt")).isEqualTo("b");
  }

  @Test
  void refusesALinkOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(root.resolve("file.txt"), temp.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("near.txt"), temp.resolve("www-private/secret.txt"));
    Files.createSymbolicLink(root.resolve("dir"), temp);
    Files.createSymbolicLink(root.resolve("relative.txt"), Path.of("../secret.txt"));
    Files.createSymbolicLink(root.resolve("chain.txt"), Path.of("file.txt"));
    Files.createDirectory(root.resolve("d"));
    Files.createSymbolicLink(root.resolve("d/index.html"), temp.resolve("secret.txt"));

    for (var name :
        List.of("file.txt", "near.txt", "dir/secret.txt", "relative.txt", "chain.txt", "dir")) {
      assertThat(why(name, false)).as(name).isEqualTo(Cause.FILE_REFUSED);
    }
    assertThat(why("d", true)).isEqualTo(Cause.FILE_REFUSED);
    assertThat(why("dir", true)).isEqualTo(Cause.FILE_REFUSED);
  }

  @Test
  void refusesALinkToItself() throws IOException {
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));

    assertThat(why("loop", false)).isEqualTo(Cause.FILE_REFUSED);
  }

  @Test
  void takesASiblingThatLeadsOutForNone() throws IOException {
    Files.createSymbolicLink(root.resolve("a.txt.gz"), temp.resolve("secret.txt"));

    var file = present("a.txt");

    assertThat(file.codings()).isEqualTo(1 << Coding.IDENTITY.place());
    free(file);
  }

  @Test
  void doesNotFollowALinkPutInTheWayAfterTheLook() throws IOException {
    var seen = sighting(root.resolve("a.txt"));
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/secret.txt"), "inside");
    var below = sighting(root.resolve("d/secret.txt"));

    Files.delete(root.resolve("a.txt"));
    Files.createSymbolicLink(root.resolve("a.txt"), temp.resolve("secret.txt"));
    Files.move(root.resolve("d"), temp.resolve("moved"));
    Files.createSymbolicLink(root.resolve("d"), temp);

    assertThat(loads(seen)).isFalse();
    assertThat(loads(below)).isFalse();
  }

  @Test
  void neverOpensAFifo() throws Exception {
    var fifo = root.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    assertThat(why("fifo", false)).isEqualTo(Cause.FILE_REFUSED);
  }

  @Test
  void refusesWhatMayNotBeRead() throws IOException {
    var file = root.resolve("a.txt");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root may read everything");

    assertThat(why("a.txt", false)).isEqualTo(Cause.FILE_REFUSED);
  }

  @Test
  void followsTheFolderWhenItIsALinkThatIsSwitched() throws IOException {
    for (var release : List.of("r1", "r2")) {
      Files.createDirectory(temp.resolve(release));
      Files.writeString(temp.resolve(release).resolve("v.txt"), release);
    }
    var current = Files.createSymbolicLink(temp.resolve("current"), Path.of("r1"));
    folder = new Folder(current, List.of(), InstantSource.fixed(NOW));

    assertThat(content("v.txt")).isEqualTo("r1");
    Files.delete(current);
    Files.createSymbolicLink(current, Path.of("r2"));
    assertThat(content("v.txt")).isEqualTo("r2");
  }

  @Test
  void neverSaysThatAFileIsOfTheFuture() throws IOException {
    Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(NOW.plusSeconds(86_400)));

    var file = present("a.txt");

    assertThat(file.in(Coding.IDENTITY).description().lastModified())
        .isEqualTo(NOW.getEpochSecond());
    free(file);
  }

  @Test
  void loadsAgainOnlyWhatChanged() throws IOException {
    Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(NOW.minusSeconds(60)));
    var first = present("a.txt");

    var same = folder.find(new Below("a.txt", false), first);
    Files.setLastModifiedTime(root.resolve("a.txt"), FileTime.from(NOW.minusSeconds(50)));
    var other = folder.find(new Below("a.txt", false), first);

    assertThat(same).isEqualTo(new Present(first));
    assertThat(other).isNotEqualTo(new Present(first));
    assertThat(tag(other)).isNotEqualTo(tag(same));
    free(((Present) other).file());
    free(first);
  }

  @Test
  void trustsNoTimeStampThatIsStillWarm() throws IOException {
    var file = root.resolve("a.txt");
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    var first = present("a.txt");

    // Same length, same time stamp: what two writes within a tick of the clock look like.
    Files.writeString(file, "b");
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    var second = (Present) folder.find(new Below("a.txt", false), first);

    assertThat(text(second.file())).isEqualTo("b");
    free(first);
    free(second.file());
  }

  @Property(tries = 300)
  void neverServesTheNeighboursSecret(@ForAll("requests") List<String> parts) throws IOException {
    var temp = Files.createTempDirectory("weir");
    try {
      this.temp = temp;
      furnish();
      Files.createSymbolicLink(root.resolve("out"), temp);
      Files.createDirectory(root.resolve("in"));
      var octets = Octets.of(String.join("", parts));

      switch (FileName.of(octets, 0, octets.length)) {
        case Refused _ -> {}
        case Below name -> {
          if (folder.find(name, null) instanceof Present(var file)) {
            assertThat(text(file)).isEqualTo("a");
            free(file);
          }
        }
      }
    } finally {
      try (var all = Files.walk(temp)) {
        for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Provide
  Arbitrary<List<String>> requests() {
    return Arbitraries.of(
            "a.txt",
            "secret.txt",
            "out",
            "in",
            "www",
            "..",
            "%2e%2e",
            "/",
            "/",
            "/",
            "%2f",
            "%5c",
            "-private",
            ".",
            "%c0%ae",
            "%00")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private boolean loads(Sighting sighting) {
    try {
      return FileLoad.load(sighting, NOW).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  private Sighting sighting(Path file) throws IOException {
    var seen = Files.readAttributes(file, BasicFileAttributes.class);
    return new Sighting(
        root.toRealPath(),
        "text/plain",
        List.of(Sighting.Form.of(Coding.IDENTITY, file.toRealPath(), seen)));
  }

  private Cause why(String name, boolean asFolder) {
    return ((Absent) folder.find(new Below(name, asFolder), null)).why();
  }

  private StoredFile present(String name) {
    return ((Present) folder.find(new Below(name, false), null)).file();
  }

  private String content(String name) {
    var file = present(name);
    var text = text(file);
    free(file);
    return text;
  }

  private static String tag(Finding finding) {
    return ((Present) finding).file().in(Coding.IDENTITY).description().tag();
  }

  private static String text(StoredFile file) {
    var content = (Content.InMemory) file.in(Coding.IDENTITY).content();
    return content.octets().toString(StandardCharsets.UTF_8);
  }

  private static void free(StoredFile file) {
    file.hold();
    file.letGo(null);
  }
}
