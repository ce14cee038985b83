package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;

/**
 * Weir as a real server in the tables of the kernel that it runs on: there while it serves, and no
 * longer.
 *
 * @param self where connections of the service reach Weir; its host is an address
 * @param weight at most
 * @param ramp how long the weight takes to be whole after the start; zero: no time
 * @param schedule of the service if it has to be made
 */
public record Registration(
    Virtual.At.Place of,
    Endpoint self,
    int weight,
    Forward forward,
    Duration ramp,
    Virtual.Schedule schedule,
    Span span) {}
