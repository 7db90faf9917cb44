/**
 * The load generator: a process of its own that listens with many sockets and few threads, sends
 * messages, and measures how they arrive. One program for Gaia and for the peer.
 */
package io.gaia.bench.fanout.load;
