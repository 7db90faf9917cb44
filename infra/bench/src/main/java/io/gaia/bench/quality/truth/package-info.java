/** Data, and what really was the matter in it. */
package io.gaia.bench.quality.truth;
