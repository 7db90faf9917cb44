/**
 * Detection on Kafka Streams, as a peer: the job's own scoring, items, history and alert policy, in
 * processors with state stores.
 */
package io.gaia.bench.detection.streams;
