/** The processes of a run: servers that are measured, and generators that measure. */
package io.gaia.bench.process;
