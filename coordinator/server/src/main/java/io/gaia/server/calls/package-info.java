/** Requests of the API that come over a socket instead of one by one over HTTP. */
package io.gaia.server.calls;
