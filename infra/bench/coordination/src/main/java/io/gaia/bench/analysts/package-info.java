/** How fast analysts' views answer on many rows. */
package io.gaia.bench.analysts;
