package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept of a response beside its content, and the checksums of that.
 *
 * @param sums one for each block of the content
 */
record Description(
    CacheKey key,
    ResponseHead head,
    Freshness freshness,
    StoredResponse.Selection selection,
    Kept kept,
    int[] sums) {

  /**
   * What is no part of the message.
   *
   * @param sequence when the request was sent
   * @param settled the last purge that is known to leave it alone
   * @param part empty if it is whole
   */
  record Kept(long sequence, long settled, Optional<ContentRange> part) {}

  /** Of a stored response. */
  static Description of(CacheKey key, StoredResponse response, int[] sums) {
    return new Description(
        key,
        response.head(),
        response.freshness(),
        new StoredResponse.Selection(response.vary(), response.selecting()),
        new Kept(response.sequence(), response.settled(), Optional.ofNullable(response.part())),
        sums);
  }

  /** The same with other freshness, known to be left alone by purges up to this one. */
  Description settled(Freshness changed, long by) {
    return new Description(
        key, head, changed, selection, new Kept(kept.sequence, by, kept.part), sums);
  }

  long sequence() {
    return kept.sequence;
  }

  /** Whether a request with these fields selects it. */
  boolean fits(FieldLines request) {
    return selection.vary().names().isEmpty()
        || selection.vary().valuesOf(request).equals(selection.selecting());
  }

  /** Whether the response is for the same requests, so that it stands in the place of this. */
  boolean isReplacedBy(StoredResponse response) {
    return response.vary().equals(selection.vary())
        && response.selecting().equals(selection.selecting())
        && (response.part() == null || kept.part.isPresent());
  }

  /** The response with its content. */
  StoredResponse with(Content content) {
    var response =
        new StoredResponse(
            head, freshness, selection, kept.sequence, kept.part.orElse(null), content);
    response.settled(kept.settled);
    return response;
  }

  byte[] encode() {
    var octets = new ByteArrayOutputStream(1024);
    try (var out = new DataOutputStream(octets)) {
      put(out, key.toOctets());
      out.writeShort(head.status());
      out.writeByte(head.minorVersion());
      put(out, head.reason());
      putFields(out);
      putFreshness(out);
      var names = selection.vary().names();
      out.writeShort(names.size());
      for (var name : names) {
        put(out, name.getBytes(StandardCharsets.ISO_8859_1));
      }
      put(out, selection.selecting().getBytes(StandardCharsets.ISO_8859_1));
      out.writeLong(kept.sequence);
      out.writeLong(kept.settled);
      out.writeBoolean(kept.part.isPresent());
      if (kept.part.isPresent()) {
        var part = kept.part.get();
        out.writeLong(part.first());
        out.writeLong(part.last());
        out.writeLong(part.size());
      }
      out.writeInt(sums.length);
      for (int sum : sums) {
        out.writeInt(sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes what is written", e);
    }
    return octets.toByteArray();
  }

  private static void put(DataOutputStream out, byte[] octets) throws IOException {
    out.writeInt(octets.length);
    out.write(octets);
  }

  private void putFields(DataOutputStream out) throws IOException {
    var fields = head.fields();
    out.writeShort(fields.count());
    for (int i = 0; i < fields.count(); i++) {
      int start = fields.lineStart(i);
      out.writeInt(fields.nameEnd(i) - start);
      out.write(fields.bytes(), start, fields.nameEnd(i) - start);
      out.writeInt(fields.valueEnd(i) - fields.valueStart(i));
      out.write(fields.bytes(), fields.valueStart(i), fields.valueEnd(i) - fields.valueStart(i));
    }
  }

  private void putFreshness(DataOutputStream out) throws IOException {
    out.writeLong(freshness.responseMillis());
    out.writeLong(freshness.initialAge());
    out.writeLong(freshness.lifetime());
    out.writeLong(freshness.whileRevalidate());
    out.writeLong(freshness.ifError());
    out.writeLong(freshness.ifUnreachable());
    out.writeBoolean(freshness.alwaysValidated());
  }

  /**
   * Reads what {@link #encode} wrote, whatever the octets are.
   *
   * @throws DamagedRecord if they are anything else
   */
  static Description decode(ByteBuffer in) throws DamagedRecord {
    try {
      var key = CacheKey.of(take(in));
      int status = in.getShort();
      int minorVersion = in.get();
      var reason = take(in);
      var fields = takeFields(in);
      var freshness =
          new Freshness(
              in.getLong(),
              in.getLong(),
              new Freshness.Terms(
                  in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.get() != 0));
      var vary = new Vary(takeNames(in));
      var selection = new StoredResponse.Selection(vary, text(take(in)));
      long sequence = in.getLong();
      long settled = in.getLong();
      var part =
          in.get() != 0
              ? Optional.of(new ContentRange(in.getLong(), in.getLong(), in.getLong()))
              : Optional.<ContentRange>empty();
      var sums = takeSums(in);
      boolean isSound = status >= 200 && status <= 999 && minorVersion >= 0 && minorVersion <= 1;
      if (!isSound || in.hasRemaining()) {
        throw new DamagedRecord("found no description of a response");
      }
      return new Description(
          key,
          new ResponseHead(status, reason, minorVersion, fields),
          freshness,
          selection,
          new Kept(sequence, settled, part),
          sums);
    } catch (BufferUnderflowException _) {
      throw new DamagedRecord("found a description that breaks off");
    }
  }

  private static byte[] take(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var octets = new byte[length];
    in.get(octets);
    return octets;
  }

  private static FieldLines takeFields(ByteBuffer in) {
    int count = in.getShort() & 0xffff;
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < count; i++) {
      lines.add(text(take(in)), text(take(in)));
    }
    return lines.build();
  }

  private static List<String> takeNames(ByteBuffer in) {
    int count = in.getShort() & 0xffff;
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add(text(take(in)));
    }
    return names;
  }

  private static int[] takeSums(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / Integer.BYTES) {
      throw new BufferUnderflowException();
    }
    var sums = new int[count];
    in.asIntBuffer().get(sums);
    in.position(in.position() + count * Integer.BYTES);
    return sums;
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Description that && Arrays.equals(that.encode(), encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }
}
