package io.gaia.server.http;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kinds of refusal, as clients tell them apart. */
public enum ProblemCode {
  INVALID_FIELD(400, "invalid-field", "A field is not valid"),
  UNAUTHENTICATED(401, "unauthenticated", "A valid bearer token is needed"),
  FORBIDDEN(403, "forbidden", "The caller may not do this"),
  NOT_FOUND(404, "not-found", "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The address does not take this method"),
  NOT_ACCEPTABLE(406, "not-acceptable", "The answer is JSON"),
  STALE_FENCE(409, "stale-fence", "The fence is no longer the current one"),
  LOCK_HELD(409, "lock-held", "Another session holds the lock"),
  NAME_TAKEN(409, "name-taken", "A living session has this name"),
  WRONG_STATE(409, "wrong-state", "The state does not allow this"),
  TOO_SLOW(408, "too-slow", "The request did not arrive in time"),
  TOO_LARGE(413, "too-large", "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body's media type is not taken here"),
  IDEMPOTENCY_MISMATCH(422, "idempotency-mismatch", "The key was used with another body"),
  TOO_MANY(429, "too-many", "Too many requests"),
  INTERNAL(500, "internal", "Something went wrong inside"),
  UNAVAILABLE(503, "unavailable", "Not available right now"),
  UPGRADE_UNDER_WAY(503, "upgrade-under-way", "Not every node of the group can do this yet"),
  FEATURE_DISABLED(503, "feature-disabled", "This part is switched off");

  private final int status;
  private final String wireName;
  private final String title;

  ProblemCode(int status, String wireName, String title) {
    this.status = status;
    this.wireName = wireName;
    this.title = title;
  }

  public int status() {
    return status;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }

  public String title() {
    return title;
  }

  /** The code for what the framework refuses with that status. */
  static ProblemCode ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> TOO_SLOW;
      case 413, 414, 431 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? INVALID_FIELD : INTERNAL;
    };
  }

  /** An exception for resources to throw; it is answered as this problem. */
  public ProblemException because(String detail) {
    return new ProblemException(Problem.of(this, detail));
  }
}
