/** Flink as an engine under measurement, with a cluster in its own process. */
package io.gaia.bench.detection.flink;
