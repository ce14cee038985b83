package io.weir.proxy.auth;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;

/** Checks points of elliptic curves. */
final class Curves {
  private Curves() {}

  /** Whether the key is a point of its curve: others would make signatures easy to find. */
  static boolean isOnCurve(ECPublicKey key) {
    var curve = key.getParams().getCurve();
    if (!(curve.getField() instanceof ECFieldFp field)) {
      return false;
    }
    var p = field.getP();
    var x = key.getW().getAffineX();
    var y = key.getW().getAffineY();
    if (x == null || y == null || !isBelow(x, p) || !isBelow(y, p)) {
      return false;
    }
    var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return y.pow(2).mod(p).equals(right);
  }

  private static boolean isBelow(BigInteger number, BigInteger p) {
    return number.signum() >= 0 && number.compareTo(p) < 0;
  }
}
