/**
 * Whether what clients were answered could have happened in some order, one thing after the other,
 * each between its question and its answer: linearizability, key by key.
 */
package io.gaia.e2e.coordination.linearizability;
