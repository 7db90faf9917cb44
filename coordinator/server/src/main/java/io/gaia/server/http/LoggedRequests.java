package io.gaia.server.http;

import ch.qos.logback.access.common.spi.IAccessEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.request.logging.LogbackAccessRequestLog;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import jakarta.validation.constraints.NotNull;
import org.eclipse.jetty.server.RequestLog;

/**
 * The log of requests, and which it has: ten thousand sessions send a thousand heartbeats a second,
 * and a line each would be gigabytes a day. An appender's filter would come too late: what it drops
 * has been copied and handed to the writing thread, which costs most of what writing it does.
 */
@JsonTypeName("logged-requests")
public final class LoggedRequests extends LogbackAccessRequestLogFactory {
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
  public RequestLog build(String name) {
    LogbackAccessRequestLog log = (LogbackAccessRequestLog) super.build(name);
    if (which == Which.FAILURES) {
      log.addFilter(failures());
    }
    return log;
  }

  private static Filter<IAccessEvent> failures() {
    return new Filter<>() {
      @Override
      public FilterReply decide(IAccessEvent event) {
        return event.getStatusCode() >= FIRST_FAILURE ? FilterReply.NEUTRAL : FilterReply.DENY;
      }
    };
  }
}
