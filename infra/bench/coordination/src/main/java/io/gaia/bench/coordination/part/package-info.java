/** The parts of the benchmark; each starts what it needs, measures by turns, and reports. */
package io.gaia.bench.coordination.part;
