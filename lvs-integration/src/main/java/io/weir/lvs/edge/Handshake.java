package io.weir.lvs.edge;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * How both ends show that they have the key without sending it. The edge says who it is, when it
 * started, and a random text; the director answers with one of its own; then each sends an HMAC
 * over all of that and over which end it is, so that no answer serves twice, nor for the other end.
 * The edge goes first: a director shows nothing to strangers. Pure.
 */
final class Handshake {
  /** Octets that either end throws in. */
  static final int NONCE = 32;

  /** Octets of a proof. */
  static final int PROOF = 32;

  /** More than any frame of it has. */
  static final int MOST_OCTETS = 128;

  private static final byte[] MAGIC = "WEIREDGE".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;

  private Handshake() {}

  /** Which end of the stream. */
  enum End {
    EDGE,
    DIRECTOR
  }

  /** What an edge says of itself, not yet shown. */
  record Hello(String name, long epoch, byte[] nonce) {
    byte[] octets() {
      byte[] text = name.getBytes(StandardCharsets.US_ASCII);
      return ByteBuffer.allocate(MAGIC.length + 1 + Long.BYTES + NONCE + text.length)
          .put(MAGIC)
          .put(VERSION)
          .putLong(epoch)
          .put(nonce)
          .put(text)
          .array();
    }

    static Hello read(byte[] octets) throws EdgeException {
      try {
        var in = beginning(octets);
        long epoch = in.getLong();
        var nonce = new byte[NONCE];
        in.get(nonce);
        var text = new byte[in.remaining()];
        in.get(text);
        var name = new String(text, StandardCharsets.ISO_8859_1);
        if (epoch < 0 || !EdgeKey.isName(name)) {
          throw new EdgeException(Refusal.NOT_AN_EDGE);
        }
        return new Hello(name, epoch, nonce);
      } catch (BufferUnderflowException e) {
        throw stranger(e);
      }
    }
  }

  /** What a director answers with. */
  static byte[] challenge(byte[] nonce) {
    return ByteBuffer.allocate(MAGIC.length + 1 + NONCE).put(MAGIC).put(VERSION).put(nonce).array();
  }

  /** The director's random text. */
  static byte[] nonce(byte[] challenge) throws EdgeException {
    try {
      var in = beginning(challenge);
      var nonce = new byte[NONCE];
      in.get(nonce);
      if (in.hasRemaining()) {
        throw new EdgeException(Refusal.NOT_AN_EDGE);
      }
      return nonce;
    } catch (BufferUnderflowException e) {
      throw stranger(e);
    }
  }

  private static ByteBuffer beginning(byte[] octets) throws EdgeException {
    var in = ByteBuffer.wrap(octets);
    var magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC) || in.get() != VERSION) {
      throw new EdgeException(Refusal.NOT_AN_EDGE);
    }
    return in;
  }

  private static EdgeException stranger(Exception cause) {
    var stranger = new EdgeException(Refusal.NOT_AN_EDGE);
    stranger.initCause(cause);
    return stranger;
  }

  /** What both have said, and one key: all that proofs and keys of the stream are made of. */
  record Transcript(Hello hello, byte[] nonce, byte[] secret) {
    /** That an end has the key. */
    byte[] proof(End end) {
      return derived("proof of the " + end);
    }

    boolean isProof(End end, byte[] found) {
      return MessageDigest.isEqual(found, proof(end));
    }

    /** Signs what an end says from now on. */
    Seal seal(End end) {
      return new Seal(derived("seal of the " + end));
    }

    private byte[] derived(String purpose) {
      byte[] label = ("weir edge 1, " + purpose + "\n").getBytes(StandardCharsets.US_ASCII);
      // All but the name at its end have one length each, and that end is the last of all.
      return Hmac.of(secret, label, nonce, hello.octets());
    }
  }
}
