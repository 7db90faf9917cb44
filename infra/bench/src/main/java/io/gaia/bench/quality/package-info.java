/**
 * How well detection tells who is stuck: data with a truth is played through the scoring, as the
 * job does it, and every model is held against the truth on students that no weight was fitted on.
 */
package io.gaia.bench.quality;
