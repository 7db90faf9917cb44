/** What is measured, and how it is told. */
package io.gaia.bench.detection.part;
