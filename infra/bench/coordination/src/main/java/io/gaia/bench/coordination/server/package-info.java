/** Who is measured, as processes of their own, each with its data on the disk and fsync on. */
package io.gaia.bench.coordination.server;
