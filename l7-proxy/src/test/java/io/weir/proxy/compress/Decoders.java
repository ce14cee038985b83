package io.weir.proxy.compress;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.github.luben.zstd.ZstdInputStream;
import io.weir.dsl.model.ContentCoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Codings made and undone in one piece, by others than the classes under test. */
public final class Decoders {
  private Decoders() {}

  /** What the coded octets stand for. */
  public static byte[] decoded(ContentCoding coding, byte[] octets) throws IOException {
    var in = new ByteArrayInputStream(octets);
    return switch (coding) {
      case GZIP -> new GZIPInputStream(in).readAllBytes();
      case ZSTD -> new ZstdInputStream(in).readAllBytes();
      case BR -> {
        Brotli4jLoader.ensureAvailability();
        yield Decoder.decompress(octets).getDecompressedData();
      }
    };
  }

  /** As much as can be read of coded octets whose end is still to come. */
  public static byte[] begun(ContentCoding coding, byte[] octets) throws IOException {
    var in = new ByteArrayInputStream(octets);
    return switch (coding) {
      case GZIP -> {
        try {
          yield untilItFails(new GZIPInputStream(in));
        } catch (EOFException nothingYet) {
          yield new byte[0];
        }
      }
      case ZSTD -> untilItFails(new ZstdInputStream(in).setContinuous(true));
      case BR -> begunBrotli(octets);
    };
  }

  private static byte[] untilItFails(InputStream stream) throws IOException {
    var out = new ByteArrayOutputStream();
    try (stream) {
      for (int octet = stream.read(); octet >= 0; octet = stream.read()) {
        out.write(octet);
      }
    } catch (EOFException rest) {
      // The rest has not been sent.
    }
    return out.toByteArray();
  }

  private static byte[] begunBrotli(byte[] octets) throws IOException {
    Brotli4jLoader.ensureAvailability();
    var decoder = new DecoderJNI.Wrapper(Math.max(1, octets.length));
    try {
      var out = new ByteArrayOutputStream();
      decoder.getInputBuffer().put(octets);
      decoder.push(octets.length);
      while (decoder.hasOutput()) {
        var part = decoder.pull();
        while (part.hasRemaining()) {
          out.write(part.get());
        }
      }
      return out.toByteArray();
    } finally {
      decoder.destroy();
    }
  }

  /** The octets in a coding. */
  public static byte[] encoded(ContentCoding coding, byte[] octets) throws IOException {
    return switch (coding) {
      case GZIP -> {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
          gzip.write(octets);
        }
        yield out.toByteArray();
      }
      case ZSTD -> com.github.luben.zstd.Zstd.compress(octets);
      case BR -> {
        Brotli4jLoader.ensureAvailability();
        yield com.aayushatharva.brotli4j.encoder.Encoder.compress(octets);
      }
    };
  }
}
