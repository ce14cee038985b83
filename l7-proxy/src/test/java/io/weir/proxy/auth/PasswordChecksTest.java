package io.weir.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.vertx.core.Future;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Secret;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that wait until the test lets them run. */
class PasswordChecksTest {
  /** The password is "open sesame". */
  private static final String ANN =
      "ann:$2b$04$S5rZMK0eWwCIdeNKqKRlouYImUzZOuh4mj6a8nxVMpF42UYsVMS.C\n";

  private static final BasicCredentials RIGHT = credentials("open sesame");
  private static final BasicCredentials WRONG = credentials("open sesamo");

  @TempDir private Path folder;

  private final DefaultEventLoop events = new DefaultEventLoop();
  private final Loop loop = new Loop(0, events, null, 1);
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final ArrayList<Runnable> gone = new ArrayList<>();
  private int ran;
  private PasswordChecks checks;

  @BeforeEach
  void read() throws IOException {
    var file = Files.writeString(folder.resolve("users"), ANN);
    var span = new Span(new Source("", ""), 0, 0);
    var kept = new Kept<>(new Secret.InFile(new NamedFile(file.toString(), span)), Users::parse);
    checks = new PasswordChecks(kept, this::later);
  }

  @AfterEach
  void stop() {
    events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void checksTheSameCredentialsOnceHoweverManyBringThem() throws Exception {
    var answers = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < 10; i++) {
      answers.add(check(RIGHT));
    }
    var other = check(WRONG);
    assertThat(waiting).hasSize(2);

    runAll();

    for (var answer : answers) {
      assertThat(result(answer)).isTrue();
    }
    assertThat(result(other)).isFalse();
    assertThat(check(RIGHT).result()).isTrue();
    assertThat(ran).isEqualTo(2);
  }

  @Test
  void checksNothingForThoseWhoHaveGone() throws Exception {
    check(RIGHT);
    check(RIGHT);
    gone.forEach(Runnable::run);

    runAll();
    var back = check(RIGHT);

    assertThat(ran).isZero();
    runAll();
    assertThat(result(back)).isTrue();
  }

  @Test
  void whoComesWhenAllHaveGoneIsCheckedAnew() throws Exception {
    check(RIGHT);
    gone.forEach(Runnable::run);
    var back = check(RIGHT);

    runAll();

    assertThat(result(back)).isTrue();
    assertThat(ran).isEqualTo(1);
  }

  @Test
  void oneWhoGoesTakesNothingFromTheOthers() throws Exception {
    check(RIGHT);
    var stays = check(RIGHT);
    gone.getFirst().run();

    runAll();

    assertThat(result(stays)).isTrue();
  }

  private Future<Boolean> check(BasicCredentials given) {
    Consumer<Runnable> ifGone = gone::add;
    return checks.check(loop, given, ifGone);
  }

  private CompletableFuture<Boolean> later(BooleanSupplier work) {
    var result = new CompletableFuture<Boolean>();
    waiting.add(() -> {
      try {
        boolean passed = work.getAsBoolean();
        ran++;
        result.complete(passed);
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  private void runAll() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private static boolean result(Future<Boolean> answer) throws Exception {
    return answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static BasicCredentials credentials(String password) {
    return new BasicCredentials("ann", password.getBytes(StandardCharsets.UTF_8));
  }
}
