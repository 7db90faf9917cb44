/** The tables. */
package io.gaia.bench.quality.report;
