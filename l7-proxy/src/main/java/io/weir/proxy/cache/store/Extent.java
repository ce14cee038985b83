package io.weir.proxy.cache.store;

/**
 * How large a store is; octets all.
 *
 * @param memory of the tier in memory
 * @param disk of all files of the tier on disk; 0 if it has none
 * @param largest content of one response
 */
public record Extent(long memory, long disk, long largest) {}
