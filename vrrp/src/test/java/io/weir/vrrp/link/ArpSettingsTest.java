package io.weir.vrrp.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArpSettingsTest {
  @TempDir private Path root;
  private ArpSettings settings = new ArpSettings(Path.of("/nowhere"));

  @BeforeEach
  void makeInterfaces() throws IOException {
    settings = new ArpSettings(root);
    for (var on : List.of("eth0", "vrrp.51")) {
      for (var name : List.of("arp_ignore", "arp_announce", "arp_filter", "rp_filter")) {
        set(on, name, "0");
      }
    }
  }

  @Test
  void theInterfaceBelowNeitherAnswersNorAsksAsIfItHadTheAddresses() throws IOException {
    settings.hold("eth0");

    assertThat(get("eth0", "arp_ignore")).isEqualTo("1");
    assertThat(get("eth0", "arp_announce")).isEqualTo("2");
    assertThat(get("eth0", "arp_filter")).isEqualTo("1");
  }

  @Test
  void whatWasSetIsSetBack() throws IOException {
    set("eth0", "arp_announce", "1");
    var before = settings.read("eth0");

    settings.hold("eth0");
    settings.restore("eth0", before);

    assertThat(get("eth0", "arp_ignore")).isEqualTo("0");
    assertThat(get("eth0", "arp_announce")).isEqualTo("1");
    assertThat(get("eth0", "arp_filter")).isEqualTo("0");
  }

  @Test
  void whatIsStricterStays() throws IOException {
    set("eth0", "arp_ignore", "2");
    var before = settings.read("eth0");

    settings.hold("eth0");

    assertThat(get("eth0", "arp_ignore")).isEqualTo("2");

    settings.restore("eth0", before);

    assertThat(get("eth0", "arp_ignore")).isEqualTo("2");
  }

  @Test
  void whatSomebodyElseHasSetSinceStays() throws IOException {
    var before = settings.read("eth0");
    settings.hold("eth0");

    set("eth0", "arp_ignore", "8");
    settings.restore("eth0", before);

    assertThat(get("eth0", "arp_ignore")).isEqualTo("8");
  }

  @Test
  void anInterfaceThatHasGoneNeedsNothing() throws IOException {
    var before = settings.read("eth0");

    settings.restore("eth7", before);

    assertThat(root.resolve("ipv4/conf/eth7")).doesNotExist();
  }

  @Test
  void whatWasSetIsReadFromTheAliasOfAnEarlierRun() throws IOException {
    set("eth0", "arp_announce", "1");
    var before = settings.read("eth0");

    assertThat(before).hasToString("arp_ignore=0 arp_announce=1 arp_filter=0");
    assertThat(ArpSettings.Before.parse("weir: eth0 had " + before)).isEqualTo(before);
    assertThat(ArpSettings.Before.parse("uplink of rack 7").values()).isEmpty();
  }

  @Test
  void theInterfaceAboveAnswersForItsOwnAddressesAloneAndHearsByLooseChecks() throws IOException {
    settings.prepare("vrrp.51");

    assertThat(get("vrrp.51", "arp_ignore")).isEqualTo("1");
    assertThat(get("vrrp.51", "rp_filter")).isEqualTo("2");
    assertThat(root.resolve("ipv6")).doesNotExist();
  }

  @Test
  void theInterfaceAboveMakesNoAddressOfItsOwn() throws IOException {
    var folder = Files.createDirectories(root.resolve("ipv6/conf/vrrp.51"));
    Files.writeString(folder.resolve("addr_gen_mode"), "0\n");
    Files.writeString(folder.resolve("accept_ra"), "1\n");

    settings.prepare("vrrp.51");

    assertThat(folder.resolve("addr_gen_mode")).hasContent("1");
    assertThat(folder.resolve("accept_ra")).hasContent("0");
  }

  private void set(String on, String name, String value) throws IOException {
    var folder = Files.createDirectories(root.resolve("ipv4/conf").resolve(on));
    Files.writeString(folder.resolve(name), value + "\n");
  }

  private String get(String on, String name) throws IOException {
    return Files.readString(root.resolve("ipv4/conf").resolve(on).resolve(name)).strip();
  }
}
