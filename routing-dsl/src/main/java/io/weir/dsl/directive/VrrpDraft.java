package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.model.VrrpRoute;
import io.weir.dsl.model.VrrpRule;
import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual router while its block is read. */
final class VrrpDraft {
  int version = 3;
  int priority = 100;
  Duration advert = Duration.ofSeconds(1);
  boolean preempts = true;
  Duration preemptDelay = Duration.ZERO;
  Duration startDelay = Duration.ZERO;
  Vrrp.Checksum checksum = Vrrp.Checksum.PSEUDO_HEADER;
  Vrrp.Announcing announcing = new Vrrp.Announcing(5, Duration.ofSeconds(60));
  Optional<VrrpAuth> auth = Optional.empty();
  Optional<Vrrp.Notify> notify = Optional.empty();
  Optional<String> group = Optional.empty();

  /** Empty if there is none; of no characters if it has the name that follows from the number. */
  Optional<String> link = Optional.empty();

  final List<Vrrp.VirtualIp> addresses = new ArrayList<>();
  final List<Vrrp.VirtualIp> excluded = new ArrayList<>();
  final List<Vrrp.VirtualIp> peers = new ArrayList<>();
  final List<VrrpTrack> tracks = new ArrayList<>();
  final List<VrrpRoute> routes = new ArrayList<>();
  final List<VrrpRule> rules = new ArrayList<>();

  /** Where each keyword stands that may be there once. */
  final Map<String, Span> places = new HashMap<>();
}
