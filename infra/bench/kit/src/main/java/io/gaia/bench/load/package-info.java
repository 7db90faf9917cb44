/** When a load generator acts, and what processor time it costs. */
package io.gaia.bench.load;
