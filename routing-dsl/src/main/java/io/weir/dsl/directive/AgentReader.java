package io.weir.dsl.directive;

import io.weir.dsl.model.Agent;
import java.util.List;

/** {@code agent on 192.0.2.11:9902} or {@code agent http on 192.0.2.11:9903}. */
final class AgentReader implements Reader<FileDraft> {
  @Override
  public void read(Arguments arguments, FileDraft file) {
    boolean isHttp = arguments.accept("http");
    arguments.oneOf(
        isHttp ? "agent http" : "agent", isHttp ? List.of("on") : List.of("on", "http"));
    var at = ListenReader.place(arguments, "agent on");
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      file.agents.add(new Agent(at, isHttp, arguments.statement().span()));
    }
  }
}
