/**
 * How many events a second the detection job takes and how soon an alert is there, beside jobs that
 * do less and the same detection on another engine.
 */
package io.gaia.bench.detection;
