/**
 * What is purged, and whether a stored response is meant. A purge is a number and a rule ({@link
 * io.weir.proxy.cache.purge.Purges}); nothing is looked for when one is made. What is stored is
 * held against the rules when it is next found, and by a round of the store, after which rules are
 * forgotten. Knows no store: every tier asks the same.
 */
@NullMarked
package io.weir.proxy.cache.purge;

import org.jspecify.annotations.NullMarked;
