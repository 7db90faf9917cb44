package io.gaia.server.http;

import ch.qos.logback.access.common.spi.IAccessEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.common.filter.FilterFactory;
import jakarta.validation.constraints.NotNull;

/**
 * Which requests the log has: ten thousand sessions send a thousand heartbeats a second, and a line
 * each would be gigabytes a day.
 */
@JsonTypeName("logged-requests")
public final class LoggedRequests implements FilterFactory<IAccessEvent> {
  private static final int FIRST_FAILURE = 400;

  /** What a request has to be. */
  public enum Which {
    ALL,
    /** Refused, or failed. */
    FAILURES
  }

  @NotNull @JsonProperty private Which which = Which.FAILURES;

  public Which which() {
    return which;
  }

  @Override
  public Filter<IAccessEvent> build() {
    Which logged = which;
    return new Filter<>() {
      @Override
      public FilterReply decide(IAccessEvent event) {
        return logged == Which.ALL || event.getStatusCode() >= FIRST_FAILURE
            ? FilterReply.NEUTRAL
            : FilterReply.DENY;
      }
    };
  }
}
