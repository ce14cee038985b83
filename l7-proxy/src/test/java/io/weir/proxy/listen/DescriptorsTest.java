package io.weir.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private final Descriptors descriptors = new Descriptors();

  @Test
  void aQuarterIsKeptForAllThatIsNoClient() {
    descriptors.counted(100, 1000);

    assertThat(descriptors.room()).isEqualTo(650);
  }

  @Test
  void largeLimitsKeepNoMoreThanIsEverNeeded() {
    descriptors.counted(200, 1_000_000);

    assertThat(descriptors.room()).isEqualTo(1_000_000 - 200 - 8192);
  }

  @Test
  void someClientsAreLetInHoweverLittleThereIs() {
    descriptors.counted(120, 128);

    assertThat(descriptors.room()).isEqualTo(8);
  }

  @Test
  void theyAreScarceOnceTheRoomIsFullAndNoMoreWhenOneLeaves() {
    descriptors.counted(120, 128);
    for (int i = 0; i < 8; i++) {
      assertThat(descriptors.areScarce()).isFalse();
      descriptors.entered();
    }

    assertThat(descriptors.areScarce()).isTrue();
    descriptors.left();
    assertThat(descriptors.areScarce()).isFalse();
  }

  @Test
  void clientsAreNotCountedAmongTheOthers() {
    for (int i = 0; i < 50; i++) {
      descriptors.entered();
    }

    descriptors.counted(150, 1000);

    assertThat(descriptors.room()).isEqualTo(650);
  }
}
