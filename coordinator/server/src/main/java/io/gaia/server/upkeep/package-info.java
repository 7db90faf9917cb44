/** What the database needs done from time to time, whatever its edition. */
package io.gaia.server.upkeep;
