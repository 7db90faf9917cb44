package io.gaia.server.live;

/** Why the server ends a connection. Codes of its own read as HTTP's statuses do: 4008 as 408. */
enum CloseCode {
  COULD_NOT_SEND(1011),
  DRAINING(1012),
  TRY_AGAIN_LATER(1013),
  TOKEN_EXPIRED(4001),
  FORBIDDEN(4003),
  SLOW_READER(4008),
  TOO_MANY_FRAMES(4029);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
