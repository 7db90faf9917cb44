/**
 * Subscribers of a real coordinator whose connections break, whose node is killed and who read
 * slowly; what each of them got, and the check of it against what was published.
 */
package io.gaia.server.live.delivery;
