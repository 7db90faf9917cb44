/** Whom Gaia is compared to: the least that a Jetty must do to bring a message to many sockets. */
package io.gaia.bench.fanout.peer;
