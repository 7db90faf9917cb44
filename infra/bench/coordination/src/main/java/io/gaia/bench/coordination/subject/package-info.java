/**
 * What is measured, each behind the same small interfaces: Gaia over HTTP, and the peers with the
 * client that their users take.
 */
package io.gaia.bench.coordination.subject;
