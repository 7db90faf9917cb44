// One WebSocket that stays: reconnects with back-off and jitter, and resumes where it stopped.

import { backoff } from "../model/backoff.js";

const PING_MS = 20_000;
const SILENCE_MS_MAX = 45_000;

export class LiveChannel {
  #channel;
  #getTicket;
  #listener;
  #socket = null;
  #cursor = null; // null: from now on
  #failures = 0;
  #closed = false;
  #lastHeard = 0;
  #timer = null;
  #ping = null;
  #isConnecting = false;

  /**
   * @param getTicket for one sign-in
   * @param listener {event(event, cursor), state("live"|"offline", retryAtMs, error), gap(), refused()}
   */
  constructor(channel, getTicket, listener) {
    this.#channel = channel;
    this.#getTicket = getTicket;
    this.#listener = listener;
    this.#connect();
    addEventListener("online", this.retryNow);
    addEventListener("offline", this.#gone);
  }

  close() {
    this.#closed = true;
    removeEventListener("online", this.retryNow);
    removeEventListener("offline", this.#gone);
    clearTimeout(this.#timer);
    clearInterval(this.#ping);
    this.#socket?.close(1000);
  }

  retryNow = () => {
    if (this.#socket === null && !this.#closed && !this.#isConnecting) {
      clearTimeout(this.#timer);
      this.#failures = 0;
      this.#connect();
    }
  };

  /** The browser knows that the network is gone long before the socket does. */
  #gone = () => this.#socket && this.#lost(this.#socket);

  async #connect() {
    this.#isConnecting = true;
    try {
      const { ticket } = await this.#getTicket();
      if (this.#closed) return;
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      const socket = new WebSocket(`${scheme}://${location.host}/ws?ticket=${encodeURIComponent(ticket)}`);
      this.#socket = socket;
      socket.onopen = () => this.#subscribe(socket);
      socket.onmessage = (message) => socket === this.#socket && this.#received(JSON.parse(message.data));
      socket.onclose = () => this.#lost(socket);
    } catch (error) {
      this.#lost(null, error);
    } finally {
      this.#isConnecting = false;
    }
  }

  #subscribe(socket) {
    const frame = { type: "subscribe", channel: this.#channel };
    if (this.#cursor !== null) frame.after = this.#cursor;
    socket.send(JSON.stringify(frame));
    this.#lastHeard = Date.now();
    clearInterval(this.#ping);
    this.#ping = setInterval(() => {
      if (Date.now() - this.#lastHeard > SILENCE_MS_MAX) this.#lost(socket);
      else socket.send(JSON.stringify({ type: "ping" }));
    }, PING_MS);
  }

  #received(frame) {
    this.#lastHeard = Date.now();
    if (frame.cursor) this.#cursor = frame.cursor;
    if (frame.type === "subscribed") {
      this.#failures = 0;
      this.#listener.state("live", null);
    } else if (frame.type === "event") {
      this.#listener.event(frame.event, frame.cursor);
    } else if (frame.code === "gap") {
      this.#cursor = null;
      this.#listener.gap();
    } else if (frame.code === "forbidden") {
      this.#listener.refused();
    }
  }

  /** @param socket that ended; null when there was none yet */
  #lost(socket, error) {
    if (socket !== this.#socket) return;
    clearInterval(this.#ping);
    this.#socket = null;
    socket?.close();
    if (this.#closed) return;
    const delay = backoff(this.#failures++, Math.random());
    this.#listener.state("offline", Date.now() + delay, error);
    this.#timer = setTimeout(() => this.#connect(), delay);
  }
}
