package io.gaia.server.live;

import io.dropwizard.auth.Auth;
import io.gaia.server.auth.Caller;
import io.gaia.server.auth.Role;
import io.gaia.server.http.Page;
import io.gaia.server.http.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who is connected to this node. */
@Path("/connections")
@Tag(name = "live")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMINS)
public final class ConnectionResource {

  private final Hub hub;

  ConnectionResource(Hub hub) {
    this.hub = hub;
  }

  /**
   * One connection to this node.
   *
   * @param expiresAt when its token ends it
   * @param waiting frames that its reader has not taken yet
   * @param sent frames since it was opened
   */
  public record ConnectionJson(
      String id,
      String subject,
      String address,
      String door,
      Instant since,
      Optional<Instant> expiresAt,
      Set<String> channels,
      int waiting,
      long sent) {

    static ConnectionJson of(LiveConnection connection) {
      LiveConnection.Who who = connection.who();
      Set<String> channels = new TreeSet<>();
      connection.channels().forEach(channel -> channels.add(channel.name()));
      return new ConnectionJson(
          String.valueOf(who.id()),
          who.caller().subject(),
          who.address(),
          who.door().wireName(),
          who.since(),
          Optional.of(who.caller().validUntil()).filter(end -> end.isBefore(Instant.MAX)),
          channels,
          connection.waiting(),
          connection.sent());
    }
  }

  @GET
  @Operation(
      summary = "The connections to this node, in the order in which they came",
      description = "Sockets and event streams. Each node knows its own.")
  public Page<ConnectionJson> list(
      @Auth Caller caller,
      @QueryParam("limit") Optional<Integer> limit,
      @QueryParam("cursor") Optional<String> cursor) {
    int most = Page.limit(limit);
    long after = cursor.map(ConnectionResource::id).orElse(0L);
    List<ConnectionJson> found =
        hub.connections().stream()
            .filter(connection -> connection.who().id() > after)
            .limit(most + 1L)
            .map(ConnectionJson::of)
            .toList();
    boolean isWhole = found.size() <= most;
    List<ConnectionJson> page = isWhole ? found : found.subList(0, most);
    return new Page<>(page, isWhole ? Optional.empty() : Optional.of(page.get(most - 1).id()));
  }

  private static long id(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.invalidField("cursor", "cursor takes the next_cursor of the last page")
          .exception();
    }
  }
}
