package io.weir.proxy.cache.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The start of a record in a segment: where its content is, and the checksum of this and of the
 * description behind it. The octet that says whether it is alive is outside of the checksum, since
 * it is cleared in place.
 *
 * @param print of the key
 * @param headLength octets of the description, which follows
 * @param file the number of the file with the content
 * @param position of the content in that file
 * @param length of the content
 */
record RecordStart(long print, int headLength, int file, long position, long length) {
  /** Octets of it. */
  static final int SIZE = 48;

  /** Where the octet is that says whether it is alive. */
  static final int ALIVE_AT = 4;

  /** Octets of a description at most: checksums of a terabyte of content fit. */
  static final int MOST_HEAD = 32 << 20;

  private static final byte ALIVE = 1;
  private static final int MAGIC = 0x57634331;
  private static final int SUM_AT = 8;
  private static final int SUMMED_FROM = 12;

  /** It and the description, as they are written. */
  ByteBuffer encode(byte[] head) {
    var octets = ByteBuffer.allocate(SIZE + head.length);
    octets.putInt(MAGIC).put(ALIVE).position(SUMMED_FROM);
    octets.putInt(headLength).putLong(print).putLong(file).putLong(position).putLong(length);
    octets.put(head).flip();
    return octets.putInt(SUM_AT, sum(octets));
  }

  /**
   * Reads what {@link #encode} wrote, as far as the description.
   *
   * @throws DamagedRecord if it cannot be a record, or is dead
   */
  static RecordStart decode(ByteBuffer octets) throws DamagedRecord {
    if (octets.remaining() < SIZE || octets.getInt(0) != MAGIC) {
      throw new DamagedRecord("found no record");
    }
    if (octets.get(ALIVE_AT) != ALIVE) {
      throw DamagedRecord.gone("found a record that is void");
    }
    octets.position(SUMMED_FROM);
    int headLength = octets.getInt();
    long print = octets.getLong();
    long file = octets.getLong();
    var record = new RecordStart(print, headLength, (int) file, octets.getLong(), octets.getLong());
    boolean isSound =
        headLength > 0
            && headLength <= MOST_HEAD
            && file > 0
            && file <= Integer.MAX_VALUE
            && record.position >= 0
            && record.length >= 0
            && record.position + record.length >= 0;
    if (!isSound) {
      throw new DamagedRecord("found " + record);
    }
    return record;
  }

  /** The description in these octets, which begin with this. */
  Description description(ByteBuffer octets) throws DamagedRecord {
    if (octets.limit() != SIZE + headLength || octets.getInt(SUM_AT) != sum(octets)) {
      throw new DamagedRecord("found a record with another checksum");
    }
    var head = Description.decode(octets.position(SIZE).slice());
    if (head.sums().length != Sums.blocks(length)) {
      throw new DamagedRecord(
          "found " + head.sums().length + " checksums of " + length + " octets");
    }
    return head;
  }

  private static int sum(ByteBuffer octets) {
    var sum = new CRC32C();
    sum.update(octets.duplicate().position(SUMMED_FROM));
    return (int) sum.getValue();
  }
}
