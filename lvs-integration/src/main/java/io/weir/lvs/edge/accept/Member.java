package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Offer;

/**
 * A real server that an edge has registered, and may be.
 *
 * @param epoch of the edge's start
 * @param standing serving, draining or silent
 */
public record Member(String edge, long epoch, Standing standing, Offer offer) {}
