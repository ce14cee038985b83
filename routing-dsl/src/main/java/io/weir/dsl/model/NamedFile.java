package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/**
 * A file or folder that a configuration names.
 *
 * @param path absolute, or relative to where Weir was started; what was written is already resolved
 *     against the file that it is written in
 * @param span where it is named
 */
public record NamedFile(String path, Span span) {}
