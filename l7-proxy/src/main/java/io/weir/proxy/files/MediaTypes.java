package io.weir.proxy.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Media types by the end of a file's name. Text is said to be UTF-8, which it is today. */
final class MediaTypes {
  /** What cannot be told is octets. */
  static final String UNKNOWN = "application/octet-stream";

  // A type, then the endings that mean it: IANA's registrations, RFC 9239 for JavaScript.
  private static final String TABLE =
      """
      text/html html htm shtml
      text/css css
      text/javascript js mjs cjs
      text/plain txt text log conf ini asc diff patch
      text/markdown md markdown
      text/csv csv
      text/tab-separated-values tsv
      text/calendar ics
      text/vcard vcf vcard
      text/vtt vtt
      text/x-component htc
      text/x-python py
      text/x-java java
      text/x-c c h cc cpp hpp
      text/x-go go
      text/x-rust rs
      text/x-shellscript sh bash
      video/mp2t ts m2ts mts
      application/json json map topojson
      application/ld+json jsonld
      application/geo+json geojson
      application/manifest+json webmanifest
      application/json5 json5
      application/x-ndjson ndjson jsonl
      application/xml xml xsl xsd
      application/xhtml+xml xhtml xht
      application/rss+xml rss
      application/atom+xml atom
      application/mathml+xml mathml
      application/gpx+xml gpx
      application/vnd.google-earth.kml+xml kml
      application/vnd.google-earth.kmz kmz
      application/yaml yaml yml
      application/toml toml
      application/graphql graphql gql
      application/sql sql
      application/wasm wasm
      application/pdf pdf
      application/postscript ps eps ai
      application/rtf rtf
      application/epub+zip epub
      application/zip zip
      application/gzip gz tgz
      application/zstd zst
      application/x-brotli br
      application/x-bzip2 bz2
      application/x-xz xz txz
      application/x-tar tar
      application/x-7z-compressed 7z
      application/vnd.rar rar
      application/java-archive jar war ear
      application/vnd.android.package-archive apk
      application/vnd.debian.binary-package deb
      application/x-rpm rpm
      application/x-apple-diskimage dmg
      application/x-iso9660-image iso
      application/x-msdownload exe dll
      application/x-msi msi
      application/x-x509-ca-cert crt pem der
      application/pkcs7-mime p7c
      application/pgp-signature sig
      application/sqlite3 sqlite sqlite3 db
      application/vnd.apache.parquet parquet
      application/x-protobuf pb
      application/x-bittorrent torrent
      application/dash+xml mpd
      application/vnd.apple.mpegurl m3u8
      application/vnd.ms-fontobject eot
      application/msword doc
      application/vnd.ms-excel xls
      application/vnd.ms-powerpoint ppt
      application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
      application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
      application/vnd.oasis.opendocument.text odt
      application/vnd.oasis.opendocument.spreadsheet ods
      application/vnd.oasis.opendocument.presentation odp
      font/woff2 woff2
      font/woff woff
      font/ttf ttf
      font/otf otf
      font/collection ttc
      image/avif avif
      image/webp webp
      image/png png
      image/apng apng
      image/jpeg jpg jpeg jfif
      image/jxl jxl
      image/gif gif
      image/svg+xml svg
      image/x-icon ico cur
      image/bmp bmp
      image/tiff tif tiff
      image/heic heic
      image/heif heif
      audio/mpeg mp3
      audio/mp4 m4a
      audio/aac aac
      audio/ogg ogg oga opus
      audio/flac flac
      audio/wav wav
      audio/webm weba
      audio/midi mid midi
      video/mp4 mp4 m4v
      video/webm webm
      video/ogg ogv
      video/mpeg mpg mpeg
      video/quicktime mov
      video/x-matroska mkv
      video/x-msvideo avi
      video/3gpp 3gp
      model/gltf+json gltf
      model/gltf-binary glb
      model/stl stl
      model/vnd.usdz+zip usdz
      """;

  private static final Map<String, String> BY_ENDING = read();

  private MediaTypes() {}

  /** The {@code Content-Type} of a file with this name. */
  static String of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    var ending = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? UNKNOWN : BY_ENDING.getOrDefault(ending, UNKNOWN);
  }

  private static Map<String, String> read() {
    var types = new HashMap<String, String>();
    TABLE
        .lines()
        .forEach(line -> {
          var words = line.split(" ", -1);
          var type = words[0].startsWith("text/") ? words[0] + "; charset=utf-8" : words[0];
          for (int i = 1; i < words.length; i++) {
            if (types.put(words[i], type) != null) {
              throw new IllegalStateException("found two types for '" + words[i] + "'");
            }
          }
        });
    return Map.copyOf(types);
  }
}
