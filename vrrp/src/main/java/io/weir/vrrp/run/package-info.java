/**
 * Virtual routers as they run: one platform thread, {@code weir-vrrp}, that sends, listens and
 * decides and waits for nothing else, and a second one, {@code weir-vrrp-keeper}, that puts
 * addresses where the first says and tells others about it.
 */
@NullMarked
package io.weir.vrrp.run;

import org.jspecify.annotations.NullMarked;
