/** What gives a moment a score, how it is fitted, and how good it is. */
package io.gaia.bench.quality.model;
