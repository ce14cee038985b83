package io.weir.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks that a class takes: {@code synchronized} on methods and blocks, and any of {@code
 * java.util.concurrent.locks} but {@code LockSupport}, which parks a thread and locks nothing.
 */
final class Locks {
  private Locks() {}

  /** What it takes and where, one clause each; empty if it takes none. */
  static List<String> in(JavaClass type) {
    var found = new ArrayList<String>();
    for (var method : type.getMethods()) {
      if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
        found.add("has synchronized method '" + method.getName() + "'");
      }
    }
    for (var dependency : type.getDirectDependenciesFromSelf()) {
      var target = dependency.getTargetClass();
      if (target.getPackageName().equals("java.util.concurrent.locks")
          && !target.getSimpleName().equals("LockSupport")) {
        found.add("uses " + target.getName());
      }
    }
    // ArchUnit knows no instructions, so a synchronized block is looked for in the class file.
    for (MethodModel method : ClassFile.of().parse(bytes(type)).methods()) {
      if (entersAMonitor(method)) {
        found.add("has a synchronized block in '" + method.methodName() + "'");
      }
    }
    return found;
  }

  private static boolean entersAMonitor(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element ->
            element instanceof MonitorInstruction monitor
                && monitor.opcode() == Opcode.MONITORENTER);
  }

  private static byte[] bytes(JavaClass type) {
    var source = type.getSource().orElseThrow();
    try (var file = source.getUri().toURL().openStream()) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
