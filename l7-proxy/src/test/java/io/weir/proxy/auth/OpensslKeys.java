package io.weir.proxy.auth;

/** Public keys as OpenSSL 3.0 writes them: Ed25519, P-384, RSA of 2048 bits. */
final class OpensslKeys {
  static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA6Ja7Afg7cWGVfm41mocJ2ODdRvsNhdwxpkMRKjhHuR8=
      -----END PUBLIC KEY-----
      -----BEGIN PUBLIC KEY-----
      MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAErMcOeBlrHBAyAJScxVultA0h1OBH5AQ0
      FbsBlSrDcvfZOaK1yXQekfJDtxeXK8H5AZ1r0SYESFvX1PI+GzfiJwOOXUfFpK43
      YzzGsH2WGCf2j4wupZbG+qQg8583VTCI
      -----END PUBLIC KEY-----
      -----BEGIN PUBLIC KEY-----
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3kj2zS3cdnFBJK+UQUEx
      r8pmnwWgFdZJ8AH1gWkycyb7aZQ88hQLXfcIKhhqmaFglGfUk/GEaEfh0LmQKhS3
      MCD9pN046vlOCntkfzCtbmLd6+vOEdNSqAwGZd7oBeh6fy5ejir0wiVjOpsgu73x
      oHMb7VeVaNzlISMVwp3AAAU7wBUkzDXT2KoPiIP72hVKMQVanzf6kAWFt0fLMkn6
      mWiazOjqPqPbOvpEULcMsUoUMU8GRiB9BRZ2mhrmZe/KHl5ZPcRkSeoRKc62UuXO
      nwsTw3njKYz0OD0lVEvxmruJh4VIm3Qkh5qrmYNIxJ9CNRfIsxupMVMakjE1AlVP
      qQIDAQAB
      -----END PUBLIC KEY-----
      """;

  private OpensslKeys() {}
}
