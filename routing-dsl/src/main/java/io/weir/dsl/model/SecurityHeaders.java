package io.weir.dsl.model;

/** Whether replies carry the fields by which browsers guard a page; docs/security.md lists them. */
public enum SecurityHeaders {
  OFF,
  /** Those are added that a server did not send. */
  STRICT,
  /** They replace what a server sent. */
  OVERRIDE
}
