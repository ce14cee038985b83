package io.weir.main;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Signals to the process. {@code sun.misc.Signal} is the only way that the JDK has, and javac warns
 * of its use without a way to answer; so it is called by reflection.
 */
enum Signals {
  /** Stop: a first time in peace, a second time at once. */
  TERM,
  INT,
  /** Read the configuration again. */
  HUP,
  /** Go on in a new log file. The JVM leaves this one to programs on Linux; it uses USR2. */
  USR1;

  private static final LinkedBlockingQueue<Signals> HEARD = new LinkedBlockingQueue<>();
  private static final AtomicBoolean LISTENS = new AtomicBoolean();

  /**
   * The signals to this process from the first call on, in order. They are kept until somebody
   * takes them, so the call should come before anything slow: until then a signal ends the process.
   */
  static LinkedBlockingQueue<Signals> heard() {
    if (LISTENS.compareAndSet(false, true)) {
      var lastResort = LastResort.ofThisProcess();
      handle(signal -> {
        HEARD.add(signal);
        lastResort.accept(signal);
      });
    }
    return HEARD;
  }

  /** Hands each of these signals to the handler from now on, on a thread of the JVM's. */
  static void handle(Consumer<Signals> handler) {
    for (var signal : values()) {
      signal.register(_ -> handler.accept(signal));
    }
  }

  private void register(Consumer<Object> handler) {
    try {
      var signalType = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      // Object's own methods, which come here too, are not called by the JDK.
      InvocationHandler calls =
          (_, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handler.accept(arguments[0]);
              return null;
            }
            return method.invoke(this, arguments);
          };
      var proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, calls);
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(name()), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle SIG" + this, e);
    }
  }
}
