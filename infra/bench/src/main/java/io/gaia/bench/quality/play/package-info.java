/** Data played through the scoring, moment by moment. */
package io.gaia.bench.quality.play;
