/** Who read or changed what of a named student: recorded in PostgreSQL, for admins to read. */
package io.gaia.server.audit;
