package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainIT {
  /** If it failed the launcher would start without its cache, slower and without a word. */
  @Test
  void isServedAllThatItAsksFor() {
    assertThat(Cli.run("train")).isEqualTo(new Cli.Result(0, "", ""));
  }
}
