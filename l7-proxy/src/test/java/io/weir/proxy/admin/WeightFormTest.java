package io.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFormTest {
  @Test
  void readsAPercentage() {
    assertThat(WeightForm.read("weight=0")).hasValue(0);
    assertThat(WeightForm.read("weight=50\n")).hasValue(50);
    assertThat(WeightForm.read("weight=100%25")).hasValue(100);
    assertThat(WeightForm.read("weight=7%")).hasValue(7);
  }

  @Test
  void readsThatNoneIsFixed() {
    assertThat(WeightForm.read("weight=auto")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "50", "weight=", "weight=101", "weight=-1", "weight=1000", "weight=x"})
  void refusesWhatIsNoWeight(String form) {
    assertThatThrownBy(() -> WeightForm.read(form))
        .isInstanceOf(RequestText.Refused.class)
        .hasMessage("found '" + form + "'; expected weight=0 to weight=100, or weight=auto");
  }
}
