package io.weir.proxy.cache.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.proxy.cache.purge.Purge.Target;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.exchange.Octets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PurgesTest {
  private static final long NOW = 5000;
  private static final String URL = "https://a.test/b/c?d";

  private final Purges purges = new Purges();

  private Verdict verdict(String key, String tags, long since) {
    int line = key.indexOf('\n');
    return purges.verdict(
        Octets.of(key),
        line < 0 ? key.length() : line,
        Tags.of(Lines.of("Cache-Tag: " + tags)),
        since);
  }

  private void purge(Target target) {
    purges.add(new Purge(List.of(target), false), NOW);
  }

  private void purgeSoftly(Target target, long at) {
    purges.add(new Purge(List.of(target), true), at);
  }

  @Test
  void keepsWhatIsNotMeant() {
    long before = purges.sequence();
    purge(new Target.Url("https://a.test/b/c"));
    purge(new Target.Prefix("https://a.test/c"));
    purge(new Target.Matching(Glob.of("https://a.test/*")));
    purge(new Target.Tag("x"));

    assertThat(verdict(URL, "y", before)).isEqualTo(Verdict.KEPT);
  }

  @Test
  void forgetsWhatOneTargetFits() {
    for (var target :
        List.of(
            new Target.Everything(),
            new Target.Url(URL),
            new Target.Prefix("https://a.test/b"),
            new Target.Matching(Glob.of("https://a.test/**")),
            new Target.Tag("TAG"))) {
      long before = purges.sequence();
      purge(target);

      assertThat(verdict(URL, "other,tag", before)).isEqualTo(Verdict.GONE);
      assertThat(verdict(URL, "other,tag", purges.sequence())).isEqualTo(Verdict.KEPT);
    }
  }

  @Test
  void aUrlMeansWhateverKeepsItsKeysApart() {
    long before = purges.sequence();
    purge(new Target.Url(URL));

    assertThat(verdict(URL + "\nfr", "", before)).isEqualTo(Verdict.GONE);
    assertThat(verdict(URL + "x\nfr", "", before)).isEqualTo(Verdict.KEPT);
  }

  @Test
  void aSoftPurgeTellsWhenItsResponsesBecameStale() {
    long before = purges.sequence();
    purgeSoftly(new Target.Tag("a"), 7000);
    purgeSoftly(new Target.Prefix("https://a.test/"), 6000);

    assertThat(verdict(URL, "a", before)).isEqualTo(new Verdict.Stale(6000));
    assertThat(verdict("https://b.test/", "a", before)).isEqualTo(new Verdict.Stale(7000));
    assertThat(verdict(URL, "a", purges.sequence())).isEqualTo(Verdict.KEPT);
  }

  @Test
  void aHardPurgeStandsAboveASoftOneInEitherOrder() {
    long before = purges.sequence();
    purge(new Target.Tag("a"));
    purgeSoftly(new Target.Tag("a"), NOW);
    purgeSoftly(new Target.Tag("b"), NOW);
    long between = purges.sequence();
    purge(new Target.Tag("b"));

    assertThat(verdict(URL, "a", before)).isEqualTo(Verdict.GONE);
    assertThat(verdict(URL, "b", before)).isEqualTo(Verdict.GONE);
    assertThat(verdict(URL, "b", between)).isEqualTo(Verdict.GONE);
    assertThat(verdict(URL, "a", between)).isEqualTo(Verdict.KEPT);
  }

  @Test
  void whatIsOlderThanForgottenRulesIsVoid() {
    long before = purges.sequence();
    purge(new Target.Tag("a"));
    long settled = purges.latest();
    purge(new Target.Tag("b"));

    purges.fold(settled);

    assertThat(purges.rules()).isEqualTo(1);
    assertThat(verdict("https://b.test/", "", before)).isEqualTo(Verdict.GONE);
    assertThat(verdict("https://b.test/", "", settled)).isEqualTo(Verdict.KEPT);
    assertThat(verdict("https://b.test/", "b", settled)).isEqualTo(Verdict.GONE);
  }

  @Test
  void theSameTargetTakesNoMoreRoom() {
    for (int i = 0; i < 5000; i++) {
      purge(new Target.Prefix("https://a.test/"));
      purge(new Target.Tag("a"));
      purge(new Target.Matching(Glob.of("https://a.test/*")));
      purge(new Target.Url(URL));
    }

    assertThat(purges.rules()).isEqualTo(4);
    assertThat(purges.isPressed()).isFalse();
  }

  @Test
  void refusesAsAWholeWhatItHasNoRoomFor() {
    var patterns =
        IntStream.range(0, Purges.MOST_PATTERNS)
            .mapToObj(i -> (Target) new Target.Prefix("https://a.test/" + i))
            .toList();
    purges.add(new Purge(patterns, false), NOW);
    long before = purges.sequence();
    var more =
        new Purge(List.of(new Target.Tag("a"), new Target.Prefix("https://a.test/x")), false);

    assertThatThrownBy(() -> purges.add(more, NOW))
        .isInstanceOf(TooManyPurges.class)
        .hasMessage(
            "found purges of 1025 prefixes and patterns that are not settled yet;"
                + " expected at most 1024");
    assertThat(verdict("https://b.test/", "a", before)).isEqualTo(Verdict.KEPT);
    assertThat(purges.isPressed()).isTrue();
    purges.fold(purges.latest());
    assertThat(purges.rules()).isZero();
  }

  /** Against a plain list of all purges: tags, in every order, with rules forgotten in between. */
  @Property(tries = 300)
  void saysWhatAListOfAllPurgesWouldSay(
      @ForAll @Size(max = 40) List<@IntRange(max = 999) Integer> steps) {
    var tested = new Purges();
    var gone = new long[5];
    long checkedAt = tested.sequence();
    for (int step : steps) {
      int tag = step % 5;
      if (step < 800) {
        gone[tag] = tested.add(new Purge(List.of(new Target.Tag("t" + tag)), false), NOW);
      } else {
        // As a store would: what it has was held against the rules before they are forgotten.
        checkedAt = tested.latest();
        tested.fold(checkedAt);
      }
      for (int i = 0; i < gone.length; i++) {
        for (long since = Math.max(1, checkedAt); since <= tested.sequence(); since++) {
          var verdict =
              tested.verdict(
                  Octets.of(URL), URL.length(), Tags.of(Lines.of("Cache-Tag: t" + i)), since);
          assertThat(verdict).isEqualTo(gone[i] > since ? Verdict.GONE : Verdict.KEPT);
        }
      }
    }
  }
}
