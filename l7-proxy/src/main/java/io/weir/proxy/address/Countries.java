package io.weir.proxy.address;

/** Says in which country an address is. Any thread may ask. */
@FunctionalInterface
public interface Countries {
  /** Knows of no country. */
  Countries NONE = _ -> "";

  /** The ISO 3166 code in upper case; empty if it is not known. Takes 4 or 16 bytes. */
  String of(byte[] address);
}
