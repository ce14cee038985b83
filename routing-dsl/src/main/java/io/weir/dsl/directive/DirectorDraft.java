package io.weir.dsl.directive;

/** A director while its block is read: a list for each kind of statement. */
final class DirectorDraft {}
