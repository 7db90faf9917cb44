/**
 * The load generator: a process of its own that drives one subject with one workload and prints
 * what it measured. One program for Gaia and for every peer, so that all are measured alike.
 */
package io.gaia.bench.coordination.load;
