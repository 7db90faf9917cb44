package io.gaia.server.coordination;

import io.gaia.server.eventlog.EventLog;
import io.gaia.server.eventlog.EventPage;
import io.gaia.server.eventlog.ForgottenException;
import io.gaia.server.live.Channel;
import io.gaia.server.live.StreamHistory;
import java.io.IOException;
import java.util.List;

/** Coordination's events as the files of this node have them. */
final class CoordinationHistory implements StreamHistory {
  private final EventLog log;

  CoordinationHistory(EventLog log) {
    this.log = log;
  }

  @Override
  public List<Long> keptAfter() {
    return List.of(log.keptAfter());
  }

  @Override
  public Reading read(Channel channel, List<Long> after) {
    return new FromFiles(channel.name(), after.get(0));
  }

  private final class FromFiles implements Reading {
    private final String channel;
    private long position;

    FromFiles(String channel, long position) {
      this.channel = channel;
      this.position = position;
    }

    @Override
    public Page next(List<Long> upTo) throws Gone, Unavailable {
      try {
        EventPage page =
            log.read(
                position, PAGE_EVENTS, PAGE_BYTES, event -> event.channels().contains(channel));
        position = page.readTo();
        return new Page(
            page.events().stream()
                .map(event -> new PastEvent(0, event.position(), event.json()))
                .toList(),
            List.of(position));
      } catch (ForgottenException e) {
        throw new Gone(e.getMessage());
      } catch (IOException e) {
        throw new Unavailable("the files of events cannot be read", e);
      }
    }
  }
}
