package io.weir.vrrp.run;

/**
 * Something that a router's priority follows.
 *
 * @param subject an interface's name, or what is reported to {@link VirtualRouters#report}
 * @param isInterface whether the subject is an interface
 * @param weight as {@link io.weir.vrrp.state.Tracked} has it
 */
public record Track(String subject, boolean isInterface, int weight) {}
