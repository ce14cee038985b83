/**
 * Turns a configuration of keepalived into one of Weir: its text into a tree of statements, each
 * statement into words of Weir's or a line that says why there are none, and the whole into a text
 * that Weir accepts. Pure; opens no file.
 */
@NullMarked
package io.weir.main.keepalived;

import org.jspecify.annotations.NullMarked;
