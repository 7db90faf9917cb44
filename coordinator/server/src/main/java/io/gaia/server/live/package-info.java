/**
 * The WebSocket half: channels of events with cursors, pushed to whoever may see them. A slow
 * reader is cut off and resumes from its cursor; it never slows the others.
 */
package io.gaia.server.live;
