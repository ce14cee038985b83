/**
 * What virtual routers follow beside interfaces: numbers in files, programs that are asked,
 * processes that run, and whatever else can be asked. One platform thread, {@code weir-vrrp-track},
 * which reads and starts; the routers' own thread is only told what has changed.
 */
@NullMarked
package io.weir.vrrp.track;

import org.jspecify.annotations.NullMarked;
