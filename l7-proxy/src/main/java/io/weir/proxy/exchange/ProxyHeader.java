package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a PROXY header says of the connection that it begins (HAProxy's {@code proxy-protocol.txt},
 * versions 1 and 2). Immutable.
 *
 * @param version 1 or 2
 * @param isLocal whether the peer speaks for itself, as balancers do to see whether one is alive
 * @param route whose connection it was; empty if it was no TCP connection, or nobody's
 * @param tlvs what else is told, in order; version 2 only
 * @param tls what is told of TLS
 */
public record ProxyHeader(
    int version, boolean isLocal, Optional<Route> route, List<Tlv> tlvs, Optional<Tls> tls) {
  /** The application protocol of the connection (ALPN), as its octets. */
  public static final int ALPN = 0x01;

  /** The host name that the client asked for (SNI). */
  public static final int AUTHORITY = 0x02;

  /** A checksum over the whole header. */
  public static final int CRC32C = 0x03;

  /** Padding. */
  public static final int NOOP = 0x04;

  /** An id that some proxy before made for the connection. */
  public static final int UNIQUE_ID = 0x05;

  /** The connection was under TLS; has parts of its own. */
  public static final int SSL = 0x20;

  /** The network namespace of the peer. */
  public static final int NETWORK_NAMESPACE = 0x30;

  public ProxyHeader {
    tlvs = List.copyOf(tlvs);
  }

  /**
   * The two ends of the connection that the client made.
   *
   * @param source the client: 4 or 16 bytes
   * @param destination where it connected to
   */
  public record Route(byte[] source, int sourcePort, byte[] destination, int destinationPort) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Route(var from, int fromPort, var to, int toPort)
          && Arrays.equals(from, source)
          && fromPort == sourcePort
          && Arrays.equals(to, destination)
          && toPort == destinationPort;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(source) * 31 + sourcePort;
    }
  }

  /** A type, 0 to 255, and a value. */
  public record Tlv(int type, byte[] value) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Tlv(int otherType, var otherValue)
          && otherType == type
          && Arrays.equals(otherValue, value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value) * 31 + type;
    }

    /** The value as text. */
    public String text() {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /**
   * What is told of the TLS that ended at a proxy before.
   *
   * @param client bits: 1 the client connected over TLS, 2 it showed a certificate on this
   *     connection, 4 or at least in this session
   * @param verify 0 if that certificate was verified
   * @param tlvs 0x21 version, 0x22 the certificate's common name, 0x23 cipher, 0x24 signature
   *     algorithm, 0x25 key algorithm
   */
  public record Tls(int client, int verify, List<Tlv> tlvs) {
    public Tls {
      tlvs = List.copyOf(tlvs);
    }

    /** Whether the client connected over TLS. */
    public boolean isSecure() {
      return (client & 1) != 0;
    }
  }

  /** The first value of a type. */
  public Optional<Tlv> tlv(int type) {
    return tlvs.stream().filter(tlv -> tlv.type == type).findFirst();
  }
}
