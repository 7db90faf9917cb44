/** How long clients wait when the leader of three coordinators dies, or hands over. */
package io.gaia.bench.failover;
