package io.weir.proxy.http1;

import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Target;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/**
 * The target of a request line (RFC 9112 3.2) in origin-form, absolute-form or asterisk-form; there
 * is no authority-form, as CONNECT is refused. Scratch of one loop.
 */
final class TargetParser {
  private static final byte[] HTTP = Octets.of("http://");
  private static final byte[] HTTPS = Octets.of("https://");
  private static final byte[] ROOT = Octets.of("/");
  private static final byte[] STAR = Octets.of("*");

  private final PathNormalizer normalizer = new PathNormalizer();
  private final Authority authority = new Authority();

  private boolean absolute;
  private boolean secure;
  private int pathStart;
  private int pathEnd;
  private int queryEnd;

  /** The path in its normal form, if it is not in the line itself, in that many octets. */
  private byte[] path = ROOT;

  private int pathLength;

  private boolean encodedSlash;

  /** Whether the next target may have an encoded slash in its path. */
  void passEncodedSlash(boolean passes) {
    encodedSlash = passes;
  }

  /**
   * Reads the target between {@code start} and {@code end}, where the line goes on with a space.
   */
  void read(byte[] bytes, int start, int end, Method method) {
    absolute = false;
    pathLength = 0;
    pathStart = start;
    pathEnd = end;
    queryEnd = end;
    if (bytes[start] == '/') {
      pathAndQuery(bytes);
    } else if (end - start == 1 && bytes[start] == '*' && method == Method.OPTIONS) {
      return;
    } else {
      absoluteForm(bytes, start, end, method);
    }
  }

  /** Whether the line names the host itself. */
  boolean isAbsolute() {
    return absolute;
  }

  /** Whether an absolute target says https. */
  boolean isSecure() {
    return secure;
  }

  /** The host and port that an absolute target names. */
  Authority authority() {
    return authority;
  }

  /** The target, pointing into {@code head} if it can; there, offsets are those of the line. */
  Target in(byte[] head, Authority host) {
    int hostLength = host.hostEnd() - host.hostStart();
    if (pathLength == 0 && !host.hasUpperCase()) {
      return new Target(
          head, host.hostStart(), host.hostEnd(), host.port(), pathStart, pathEnd, queryEnd);
    }
    int length = pathLength > 0 ? pathLength : pathEnd - pathStart;
    int query = queryEnd - pathEnd;
    var bytes = new byte[hostLength + length + query];
    for (int i = 0; i < hostLength; i++) {
      bytes[i] = (byte) Octets.lower(head[host.hostStart() + i]);
    }
    System.arraycopy(
        pathLength > 0 ? path : head, pathLength > 0 ? 0 : pathStart, bytes, hostLength, length);
    int behind = hostLength + length;
    System.arraycopy(head, pathEnd, bytes, behind, query);
    return new Target(bytes, 0, hostLength, host.port(), hostLength, behind, behind + query);
  }

  private void absoluteForm(byte[] bytes, int start, int end, Method method) {
    secure = startsWith(bytes, start, end, HTTPS);
    if (!secure && !startsWith(bytes, start, end, HTTP)) {
      throw refused(
          "target " + Found.quoted(bytes, start, end),
          "a path, an http or https URI, or '*' with OPTIONS");
    }
    absolute = true;
    int hostStart = start + (secure ? HTTPS : HTTP).length;
    int i = hostStart;
    while (i < end && bytes[i] != '/' && bytes[i] != '?') {
      i++;
    }
    var fault = authority.read(bytes, hostStart, i);
    if (fault != null) {
      throw refused(fault + " in target " + Found.quoted(bytes, start, end), "host[:port]");
    }
    pathStart = i;
    if (i < end && bytes[i] == '/') {
      pathAndQuery(bytes);
      return;
    }
    // RFC 9112 3.2.4: OPTIONS with neither path nor query is about the server as a whole.
    path = method == Method.OPTIONS && i == end ? STAR : ROOT;
    pathLength = 1;
    pathEnd = i;
    query(bytes);
  }

  private static boolean startsWith(byte[] bytes, int start, int end, byte[] lowerText) {
    return end - start >= lowerText.length && Octets.isLower(bytes, start, lowerText);
  }

  /** Reads on from the slash at {@link #pathStart} to {@link #queryEnd}. */
  private void pathAndQuery(byte[] bytes) {
    boolean care = false;
    int i = pathStart;
    for (; i < queryEnd; i++) {
      byte octet = bytes[i];
      int kind = Grammar.TARGET[octet & 0xff];
      if ((kind & Grammar.PLAIN) != 0) {
        continue;
      }
      if (octet == '/') {
        byte next = bytes[i + 1];
        care |= next == '/' || next == '.';
      } else if ((kind & Grammar.CARE) != 0) {
        care = true;
      } else if (octet == '?') {
        break;
      } else {
        throw refused(Found.octet(octet) + " in the path", "a path of RFC 3986");
      }
    }
    pathEnd = i;
    if (care) {
      normalizer.normalize(bytes, pathStart, pathEnd, encodedSlash);
      if (!normalizer.isUnchanged(bytes, pathStart, pathEnd)) {
        path = normalizer.octets();
        pathLength = normalizer.length();
      }
    }
    query(bytes);
  }

  private void query(byte[] bytes) {
    for (int i = pathEnd; i < queryEnd; i++) {
      if ((Grammar.TARGET[bytes[i] & 0xff] & Grammar.QUERY) == 0) {
        throw refused(Found.octet(bytes[i]) + " in the query", "a query of RFC 3986");
      }
    }
  }

  private static ProxyFailure refused(String found, String expected) {
    return Found.refused(Cause.BAD_TARGET, found, expected);
  }
}
