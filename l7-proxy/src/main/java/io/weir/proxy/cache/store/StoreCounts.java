package io.weir.proxy.cache.store;

/**
 * What a store has at one moment, and has counted so far.
 *
 * @param entries URLs
 * @param bytes in memory
 * @param evictions URLs that made room for others
 */
public record StoreCounts(long entries, long bytes, long evictions) {}
