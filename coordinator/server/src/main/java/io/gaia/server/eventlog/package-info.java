/**
 * The events of this node's log, kept in files for a while so that readers can resume. Knows
 * positions, keys, channels' names and bytes, and nothing of what they mean.
 */
package io.gaia.server.eventlog;
