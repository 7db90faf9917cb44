// One WebSocket that stays: reconnects with back-off and jitter, and resumes where it stopped.

const BACKOFF_MS_FIRST = 500;
const BACKOFF_MS_MAX = 15_000;
const PING_MS = 20_000;
const SILENCE_MS_MAX = 45_000;

export class LiveChannel {
  #channel;
  #getTicket;
  #listener;
  #socket = null;
  #cursor;
  #failures = 0;
  #closed = false;
  #lastHeard = 0;
  #timer = null;
  #ping = null;

  /**
   * @param listener {event(alert), state("live"|"offline", retryAtMs), gap()}
   * @param cursor where to begin; null means from now on
   */
  constructor(channel, getTicket, listener, cursor = null) {
    this.#channel = channel;
    this.#getTicket = getTicket;
    this.#listener = listener;
    this.#cursor = cursor;
    this.#connect();
    addEventListener("online", this.#retryNow);
  }

  close() {
    this.#closed = true;
    removeEventListener("online", this.#retryNow);
    clearTimeout(this.#timer);
    clearInterval(this.#ping);
    this.#socket?.close(1000);
  }

  #retryNow = () => {
    if (this.#socket === null && !this.#closed) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  };

  async #connect() {
    try {
      const { ticket } = await this.#getTicket();
      if (this.#closed) return;
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      const socket = new WebSocket(`${scheme}://${location.host}/ws?ticket=${encodeURIComponent(ticket)}`);
      this.#socket = socket;
      socket.onopen = () => this.#subscribe(socket);
      socket.onmessage = (message) => this.#received(JSON.parse(message.data));
      socket.onclose = () => this.#lost();
    } catch (error) {
      this.#lost(error);
    }
  }

  #subscribe(socket) {
    const frame = { type: "subscribe", channel: this.#channel };
    if (this.#cursor !== null) frame.after = this.#cursor;
    socket.send(JSON.stringify(frame));
    this.#lastHeard = Date.now();
    this.#ping = setInterval(() => {
      if (Date.now() - this.#lastHeard > SILENCE_MS_MAX) socket.close();
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
      this.#listener.event(frame.event);
    } else if (frame.type === "gap" || frame.code === "gap") {
      this.#cursor = null;
      this.#listener.gap();
    }
  }

  #lost(error) {
    clearInterval(this.#ping);
    this.#socket = null;
    if (this.#closed) return;
    const ceiling = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_FIRST * 2 ** this.#failures++);
    const delay = ceiling / 2 + (Math.random() * ceiling) / 2;
    this.#listener.state("offline", Date.now() + delay, error);
    this.#timer = setTimeout(() => this.#connect(), delay);
  }
}
