/** Who is in which class, as a school's own system tells it: OneRoster 1.2 CSV. */
package io.gaia.server.roster;
