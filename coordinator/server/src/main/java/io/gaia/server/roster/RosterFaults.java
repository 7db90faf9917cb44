package io.gaia.server.roster;

import java.util.List;

/** The files cannot be taken; nothing was. */
public final class RosterFaults extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<RosterFault> faults;

  /**
   * @param faults at least one
   */
  RosterFaults(List<RosterFault> faults) {
    super(faults.get(0).toString());
    this.faults = List.copyOf(faults);
  }

  public List<RosterFault> faults() {
    return faults;
  }
}
