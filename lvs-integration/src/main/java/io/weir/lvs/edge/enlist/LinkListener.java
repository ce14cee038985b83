package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Verdict;
import java.net.InetSocketAddress;

/** Hears how an edge and its directors get on; called by the streams' threads. */
public interface LinkListener {
  /** A director has been told what this edge serves. */
  void enlisted(InetSocketAddress director);

  /** A director does not take what is offered; told once for each stream. */
  void refused(InetSocketAddress director, Offer offer, Verdict why);

  /** A director is not there, or no more; told once, until it is again or the reason is another. */
  void lost(InetSocketAddress director, String why);
}
