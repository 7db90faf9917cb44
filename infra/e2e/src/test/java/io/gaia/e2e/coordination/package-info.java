/**
 * Coordination while its process is killed again and again: sessions under load, the history of
 * what they were answered, and the check of that history against what the coordinator knows in the
 * end.
 */
package io.gaia.e2e.coordination;
