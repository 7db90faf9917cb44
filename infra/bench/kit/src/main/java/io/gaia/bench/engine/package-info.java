/**
 * Engines that are compared, each in a process of its own: what they are asked and what they tell.
 */
package io.gaia.bench.engine;
