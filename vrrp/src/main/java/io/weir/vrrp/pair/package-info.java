/**
 * A stream between directors by which the kernel of one tells the other that its process has ended:
 * it closes the stream, and the other one need not wait for three adverts that do not come. Adverts
 * still decide everything else; without the stream nothing is lost but that time.
 */
@NullMarked
package io.weir.vrrp.pair;

import org.jspecify.annotations.NullMarked;
