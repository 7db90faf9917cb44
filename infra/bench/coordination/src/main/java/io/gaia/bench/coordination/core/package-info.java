/** The state machine alone: in process, without HTTP, log or disk. */
package io.gaia.bench.coordination.core;
