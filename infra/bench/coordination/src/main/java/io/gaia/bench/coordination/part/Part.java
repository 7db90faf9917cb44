package io.gaia.bench.coordination.part;

import io.gaia.bench.report.Section;
import java.util.List;

/** A part of the benchmark. */
@FunctionalInterface
public interface Part {
  List<Section> measure(Workshop workshop) throws Exception;
}
