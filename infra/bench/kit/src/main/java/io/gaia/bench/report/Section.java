package io.gaia.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * One part of a report.
 *
 * @param explanation what was done, in a sentence or two
 * @param remarks beneath the table
 * @param measured the numbers as records, for programs
 */
public record Section(
    String title,
    String explanation,
    @JsonIgnore Table table,
    List<String> remarks,
    Object measured) {
  public Section {
    remarks = List.copyOf(remarks);
  }
}
