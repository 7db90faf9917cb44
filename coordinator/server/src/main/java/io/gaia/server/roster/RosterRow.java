package io.gaia.server.roster;

import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/** A line of a file; what is wrong with it goes to a list, so that all can be told at once. */
record RosterRow(String file, long line, CSVRecord cells) {

  private static final int MAX_ID_LENGTH = 200;

  Optional<String> cell(String column) {
    return cells.isSet(column)
        ? Optional.of(cells.get(column)).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /** An id; empty, with a fault, when there is none. */
  String id(String column, List<RosterFault> faults) {
    Optional<String> id = cell(column);
    if (id.isEmpty()) {
      faults.add(fault(column, "is missing"));
    } else if (id.get().length() > MAX_ID_LENGTH) {
      faults.add(fault(column, "takes at most " + MAX_ID_LENGTH + " characters"));
    }
    return id.orElse("");
  }

  /** Delta files name what is to go. */
  boolean isToBeDeleted() {
    return cell("status").filter("tobedeleted"::equalsIgnoreCase).isPresent();
  }

  RosterFault fault(String column, String detail) {
    return new RosterFault(file, line, column, detail);
  }
}
