package io.weir.proxy.cache.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One line of a segment's index: what a start needs to know of a record without reading it.
 *
 * @param print of the key
 * @param sequence when the request was sent
 * @param offset of the record in its segment
 * @param length of the record, with content that lies behind it
 * @param object the file that its content has for itself; 0 if it lies in a segment
 * @param objectLength octets of that file
 */
record Entry(long print, long sequence, int offset, int length, int object, long objectLength) {
  /** Octets of each. */
  static final int SIZE = 40;

  private static final int SUM_AT = SIZE - Integer.BYTES;

  /** Octets that it stands for. */
  long weight() {
    return SIZE + length + objectLength;
  }

  /** Writes it where the buffer stands. */
  void encode(ByteBuffer to) {
    int start = to.position();
    to.putLong(print).putLong(sequence).putLong(objectLength);
    to.putInt(offset).putInt(length).putInt(object);
    to.putInt(sum(to, start));
  }

  /**
   * All that an index tells, in order. What is torn or damaged is left out: it is as if it had not
   * been written.
   *
   * @param segmentLength octets of the segment; what should lie beyond is left out too
   */
  static List<Entry> decodeAll(ByteBuffer index, long segmentLength) {
    var found = new ArrayList<Entry>(index.remaining() / SIZE);
    while (index.remaining() >= SIZE) {
      int start = index.position();
      int sum = sum(index, start);
      long print = index.getLong();
      long sequence = index.getLong();
      long objectLength = index.getLong();
      int offset = index.getInt();
      int length = index.getInt();
      int object = index.getInt();
      boolean isSound =
          index.getInt() == sum
              && print != 0
              && offset >= 0
              && length > 0
              && object >= 0
              && objectLength >= 0
              && (long) offset + length <= segmentLength;
      if (isSound) {
        found.add(new Entry(print, sequence, offset, length, object, objectLength));
      }
    }
    return found;
  }

  private static int sum(ByteBuffer buffer, int start) {
    var sum = new CRC32C();
    sum.update(buffer.duplicate().limit(start + SUM_AT).position(start));
    return (int) sum.getValue();
  }
}
