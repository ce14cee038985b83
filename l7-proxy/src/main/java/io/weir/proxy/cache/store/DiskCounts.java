package io.weir.proxy.cache.store;

/**
 * What a store's tier on disk has at one moment, and has counted so far.
 *
 * @param entries responses
 * @param bytes of all files
 * @param evictions responses that made room for others
 * @param written responses
 * @param hits look-ups that found something that memory did not have
 * @param errors operations that failed, and records that were not what was written
 */
public record DiskCounts(
    long entries, long bytes, long evictions, long written, long hits, long errors) {}
