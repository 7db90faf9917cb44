/** What the database keeps of students, and how it forgets them. */
package io.gaia.server.erasure;
