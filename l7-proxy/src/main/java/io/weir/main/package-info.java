/**
 * The command line and the wiring: the only code that sees every module. It reads arguments, puts
 * the parts together and starts them; it decides nothing that a part could decide.
 */
@NullMarked
package io.weir.main;

import org.jspecify.annotations.NullMarked;
