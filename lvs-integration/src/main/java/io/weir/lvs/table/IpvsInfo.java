package io.weir.lvs.table;

/**
 * What the kernel says of its IPVS.
 *
 * @param version {@code 1.2.1}
 * @param connectionTableSize buckets of the table of connections
 */
public record IpvsInfo(String version, int connectionTableSize) {}
