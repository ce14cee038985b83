package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.vrrp.packet.AuthField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterFilesTest {
  @TempDir private Path folder;

  @Test
  void aPasswordIsTheFileWithoutItsLineEnd() throws IOException {
    assertThat(RouterFiles.password(pass("s3cret12\n"))).isEqualTo(AuthField.password("s3cret12"));
  }

  @Test
  void aPasswordThatVersion2HasNoRoomForIsRefusedAndNotTold() {
    assertThatThrownBy(() -> RouterFiles.password(pass("ninechars")))
        .hasMessageContaining("found 9 octets")
        .hasMessageNotContaining("ninechars");
    assertThatThrownBy(() -> RouterFiles.password(pass("\n"))).hasMessageContaining("found 0");
  }

  @Test
  void theFirstKeySignsAndAllVerify() throws IOException {
    var keys = RouterFiles.keys(hmac("# rotated in May\n7 new key\n3 old\n"));

    assertThat(keys.active()).isEqualTo(7);
    assertThat(keys.byId()).containsOnlyKeys(7, 3);
    assertThat(keys.byId().get(7)).asString().isEqualTo("new key");
  }

  @Test
  void aKeyAloneIsNumberOne() throws IOException {
    assertThat(RouterFiles.keys(hmac("secret\n")).active()).isEqualTo(1);
  }

  @Test
  void keysThatCannotBeAreRefused() {
    assertThatThrownBy(() -> RouterFiles.keys(hmac("\n"))).hasMessageContaining("found no key");
    assertThatThrownBy(() -> RouterFiles.keys(hmac("1 a\n1 b")))
        .hasMessageContaining("key 1 twice");
    assertThatThrownBy(() -> RouterFiles.keys(hmac("300 a"))).hasMessageContaining("found key 300");
    assertThatThrownBy(() -> RouterFiles.keys(hmac("1 " + "x".repeat(65))))
        .hasMessageContaining("of 65 octets");
  }

  @Test
  void aFileThatIsNotThereIsTold() throws IOException {
    var missing = file("x");
    Files.delete(Path.of(missing.path()));

    assertThatThrownBy(() -> RouterFiles.keys(hmac(missing)))
        .hasMessage("there is no file \"" + missing.path() + "\"");
  }

  private VrrpAuth.Pass pass(String content) throws IOException {
    return new VrrpAuth.Pass(new Secret.InFile(file(content)));
  }

  private VrrpAuth.Hmac hmac(String content) throws IOException {
    return hmac(file(content));
  }

  private static VrrpAuth.Hmac hmac(NamedFile file) {
    return new VrrpAuth.Hmac(new Secret.InFile(file), VrrpAuth.Mode.ENFORCE);
  }

  private NamedFile file(String content) throws IOException {
    var path = Files.writeString(folder.resolve("secret"), content);
    return new NamedFile(path.toString(), new Span(new Source("test", ""), 0, 0));
  }
}
