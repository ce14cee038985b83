package io.weir.proxy.limit;

import io.weir.dsl.model.SharedLimits.OnFailure;

/** Where a configuration keeps shared limits, and what it wants if nobody is there. */
record Fleet(Redis redis, OnFailure onFailure) {}
