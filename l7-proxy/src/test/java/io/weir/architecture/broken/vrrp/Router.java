package io.weir.architecture.broken.vrrp;

import io.weir.architecture.broken.lvs.Table;

/** A leaf that sees another leaf. */
public record Router(Table table) {}
