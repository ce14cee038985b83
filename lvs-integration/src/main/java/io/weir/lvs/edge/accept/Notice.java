package io.weir.lvs.edge.accept;

/**
 * What people may want to know of an edge.
 *
 * @param isWarning whether somebody should look
 */
public record Notice(String edge, String text, boolean isWarning) {}
