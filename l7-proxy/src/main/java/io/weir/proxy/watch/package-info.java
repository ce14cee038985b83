/**
 * Files that are read again when they change, beside the configuration that names them: sets of
 * addresses, databases of countries. A thread of its own looks at them; whoever needs the content
 * reads one volatile field.
 */
@NullMarked
package io.weir.proxy.watch;

import org.jspecify.annotations.NullMarked;
