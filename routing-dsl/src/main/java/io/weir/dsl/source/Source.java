package io.weir.dsl.source;

/**
 * A named text: one configuration file as it was read. Lines and columns in diagnostics count from
 * one; columns count UTF-16 units.
 *
 * @param name what diagnostics call it, usually the path as the user gave it
 * @param text the whole content
 */
public record Source(String name, String text) {}
