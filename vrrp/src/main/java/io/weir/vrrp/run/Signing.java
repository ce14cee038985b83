package io.weir.vrrp.run;

import io.weir.vrrp.packet.HmacKeys;
import io.weir.vrrp.packet.HmacMode;

/** How a router's adverts are signed. */
public record Signing(HmacMode mode, HmacKeys keys) {}
