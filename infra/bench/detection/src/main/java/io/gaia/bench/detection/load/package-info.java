/** The events, who writes them and who waits for alerts. */
package io.gaia.bench.detection.load;
