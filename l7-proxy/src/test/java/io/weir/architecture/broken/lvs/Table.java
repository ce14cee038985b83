package io.weir.architecture.broken.lvs;

/** A leaf that keeps the rules. */
public record Table(String name) {}
