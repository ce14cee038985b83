package io.weir.proxy.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes gzip (RFC 1952), several members in a row too. What stands behind the last member and
 * begins none is left out, as gzip itself does.
 */
final class GzipDecoder implements Coder {
  private static final int FIXED = 10;
  private static final int TRAILER = 8;
  private static final int CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final ByteBuffer few = ByteBuffer.allocate(FIXED).order(ByteOrder.LITTLE_ENDIAN);
  private Place place = Place.FIXED;
  private int flags;
  private int left;
  private boolean hasMember;

  private enum Place {
    FIXED,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CRC,
    DATA,
    TRAILER,
    GARBAGE
  }

  GzipDecoder() {
    few.limit(FIXED);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) throws CodingException {
    while (in.hasRemaining() || place == Place.DATA) {
      if (place == Place.DATA) {
        if (!inflate(in, out)) {
          return false;
        }
        if (place == Place.DATA) {
          break;
        }
      } else if (place == Place.GARBAGE) {
        in.position(in.limit());
      } else {
        head(in);
      }
    }
    if (next == Next.END && place != Place.GARBAGE && !isBetweenMembers()) {
      throw new CodingException("found the end of the body within gzip");
    }
    return true;
  }

  /** Whether nothing has begun that would have to end. */
  private boolean isBetweenMembers() {
    return place == Place.FIXED && (few.position() == 0 || hasMember);
  }

  private void head(ByteBuffer in) throws CodingException {
    switch (place) {
      case FIXED -> {
        if (gathered(in)) {
          fixed();
        }
      }
      case EXTRA_LENGTH -> {
        if (gathered(in)) {
          left = few.getShort(0) & 0xffff;
          place = Place.EXTRA;
          skip(in);
        }
      }
      case EXTRA -> skip(in);
      case NAME, COMMENT -> text(in);
      case CRC -> {
        if (gathered(in)) {
          begin(Place.DATA);
        }
      }
      case TRAILER -> {
        if (gathered(in)) {
          trailer();
        }
      }
      case DATA, GARBAGE -> throw new IllegalStateException("not of the head: " + place);
    }
  }

  private boolean gathered(ByteBuffer in) {
    while (few.hasRemaining() && in.hasRemaining()) {
      few.put(in.get());
    }
    return !few.hasRemaining();
  }

  private void fixed() throws CodingException {
    boolean isGzip = few.get(0) == 0x1f && few.get(1) == (byte) 0x8b;
    if (!isGzip && hasMember) {
      place = Place.GARBAGE;
      return;
    }
    flags = few.get(3);
    if (!isGzip || few.get(2) != 8 || (flags & RESERVED) != 0) {
      throw new CodingException("found other octets; expected the head of gzip");
    }
    begin(Place.EXTRA_LENGTH);
  }

  /** Goes to this part of the head, or to the first behind it that is there. */
  private void begin(Place part) {
    place = part;
    few.clear();
    switch (part) {
      case EXTRA_LENGTH -> {
        few.limit(2);
        skipUnless(EXTRA, Place.NAME);
      }
      case NAME -> skipUnless(NAME, Place.COMMENT);
      case COMMENT -> skipUnless(COMMENT, Place.CRC);
      case CRC -> {
        few.limit(2);
        skipUnless(CRC, Place.DATA);
      }
      case DATA -> {
        inflater.reset();
        checksum.reset();
      }
      case TRAILER -> few.limit(TRAILER);
      case FIXED -> few.limit(FIXED);
      case EXTRA, GARBAGE -> throw new IllegalStateException("nothing begins with " + part);
    }
  }

  private void skipUnless(int flag, Place behind) {
    if ((flags & flag) == 0) {
      begin(behind);
    }
  }

  private void skip(ByteBuffer in) {
    int octets = Math.min(left, in.remaining());
    in.position(in.position() + octets);
    left -= octets;
    if (left == 0) {
      begin(Place.NAME);
    }
  }

  private void text(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (in.get() == 0) {
        begin(place == Place.NAME ? Place.COMMENT : Place.CRC);
        return;
      }
    }
  }

  /** Whether there was room for all that comes of the octets at hand. */
  private boolean inflate(ByteBuffer in, ByteBuffer out) throws CodingException {
    int from = out.position();
    try {
      inflater.setInput(in);
      inflater.inflate(out);
    } catch (DataFormatException e) {
      throw new CodingException("found broken gzip: " + e.getMessage());
    }
    if (inflater.needsDictionary()) {
      throw new CodingException("found gzip that needs a dictionary");
    }
    checksum.update(out.slice(from, out.position() - from));
    if (inflater.finished()) {
      begin(Place.TRAILER);
      return true;
    }
    return out.hasRemaining();
  }

  private void trailer() throws CodingException {
    if (few.getInt(0) != (int) checksum.getValue()
        || few.getInt(4) != (int) inflater.getBytesWritten()) {
      throw new CodingException("found a wrong checksum behind gzip");
    }
    hasMember = true;
    begin(Place.FIXED);
  }

  @Override
  public boolean reset() {
    inflater.reset();
    checksum.reset();
    hasMember = false;
    begin(Place.FIXED);
    return true;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
