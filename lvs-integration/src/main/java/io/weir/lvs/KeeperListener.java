package io.weir.lvs;

import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.SettingsChange;
import io.weir.lvs.table.TableChange;
import java.util.List;

/** Hears what a {@link TableKeeper} does; called by its thread, which must not be kept waiting. */
public interface KeeperListener {
  /** The table has been made what is wanted since the last time. */
  void changed(List<TableChange> changes);

  /** Someone else had changed the table, which is now as it should be again. */
  void repaired(List<TableChange> changes);

  /** What there is beside the table has been made what is wanted. */
  void adjusted(List<SettingsChange> changes);

  /** The table cannot be read or changed; told once, until it can be again. */
  void failed(IpvsFailure failure);

  /** The table can be read and changed again. */
  void recovered();
}
