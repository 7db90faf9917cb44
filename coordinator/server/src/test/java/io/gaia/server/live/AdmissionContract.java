package io.gaia.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.PlainJWT;
import io.gaia.server.testkit.Entrance;
import io.gaia.server.testkit.Entrance.Pass;
import io.gaia.server.testkit.Entrance.Wanted;
import io.gaia.server.testkit.LiveReader;
import io.gaia.server.testkit.Refused;
import io.gaia.server.testkit.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Who comes in, what they may hear, and for how long, whichever door they take. */
abstract class AdmissionContract extends LiveScene {

  private final Entrance entrance;

  AdmissionContract(Entrance entrance) {
    this.entrance = entrance;
  }

  private void isRefused(int status, Pass pass) {
    assertThatThrownBy(() -> hear(entrance, pass, "classroom:c-1"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
  }

  private static Wanted room(String classroom) {
    return new Wanted("classroom:" + classroom, Optional.empty());
  }

  @Test
  void aForeignChannelIsForbiddenAndTheRestIsHeard() {
    openStream("topic");
    try (LiveReader reader =
        entrance.open(
            server.root(),
            teacher("c-1"),
            room("c-2"),
            new Wanted("cluster", Optional.of("0")),
            new Wanted("user:t-2", Optional.empty()),
            room("c-1"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(code(reader.frame(i))).isEqualTo("forbidden");
      }
      assertThat(reader.frame(0).get("channel").textValue()).isEqualTo("classroom:c-2");
      assertThat(type(reader.frame(3))).isEqualTo("subscribed");
      publish("c-2", 1, "");
      publish(2);
      assertThat(reader.frame(4).at("/event/number").intValue()).isEqualTo(2);
    }
  }

  @Test
  void aCursorOfAForeignChannelOpensNothing() {
    openStream("topic");
    publish("c-2", 1, "");
    publish(2);
    String foreign;
    try (LiveReader admin = entrance.open(server.root(), admin(), "classroom:c-2", "0")) {
      foreign = admin.frame(1).get("cursor").textValue();
    }
    try (LiveReader reader =
        entrance.open(
            server.root(),
            teacher("c-1"),
            new Wanted("classroom:c-1", Optional.of(foreign)),
            new Wanted("classroom:c-2", Optional.of(foreign)))) {
      await().until(() -> reader.frames().size() == 3);
      assertThat(numbers(reader)).containsExactly(2);
    }
  }

  @Test
  void whenTheRosterTakesAClassAwayTheSubscriptionEndsAndTheOthersStay() {
    openStream("topic");
    server.teaches("t-1", "c-1", true);
    server.teaches("t-1", "c-2", true);
    try (LiveReader reader = entrance.open(server.root(), teacher(), room("c-1"), room("c-2"))) {
      reader.frame(1);
      publish(1);
      reader.frame(2);
      server.teaches("t-1", "c-1", false);
      assertThat(code(reader.frame(3))).isEqualTo("forbidden");
      assertThat(reader.frame(3).get("channel").textValue()).isEqualTo("classroom:c-1");
      publish(2);
      publish("c-2", 3, "");
      assertThat(reader.frame(4).at("/event/number").intValue()).isEqualTo(3);
      assertThat(numbers(reader)).containsExactly(1, 3);
    }
  }

  @Test
  void whenTheRosterGivesAClassItIsHeardAtOnce() {
    openStream("topic");
    publish(1);
    server.teaches("t-1", "c-1", true);
    try (LiveReader reader = entrance.open(server.root(), teacher(), "classroom:c-1", "0")) {
      assertThat(reader.frame(1).at("/event/number").intValue()).isEqualTo(1);
    }
  }

  @Test
  void whoComesBeforeTheRosterIsReadWaitsForTheAnswer() {
    openStream("topic");
    publish(1);
    server.teaches("t-1", "c-1", true);
    server.rosterIsRead(false);
    try (LiveReader reader =
        entrance.open(
            server.root(),
            teacher(),
            new Wanted("classroom:c-1", Optional.of("0")),
            new Wanted("classroom:c-2", Optional.of("0")))) {
      await().until(() -> hub.subscriptionCount() == 2);
      assertThat(reader.frames()).isEmpty();
      server.rosterIsRead(true);
      await().until(() -> reader.frames().size() == 3);
      assertThat(numbers(reader)).containsExactly(1);
      assertThat(reader.frames())
          .filteredOn(frame -> type(frame).equals("error"))
          .singleElement()
          .satisfies(
              frame -> {
                assertThat(code(frame)).isEqualTo("forbidden");
                assertThat(frame.get("channel").textValue()).isEqualTo("classroom:c-2");
              });
    }
  }

  @Test
  void whatTookAClassAwayWhileTheRosterWasReadAgainIsNoticed() {
    openStream("topic");
    server.teaches("t-1", "c-1", true);
    try (LiveReader reader = hear(entrance, teacher(), "classroom:c-1")) {
      reader.frame(0);
      server.rosterIsRead(false);
      publish(1);
      assertThat(reader.frame(1).at("/event/number").intValue()).isEqualTo(1);
      server.roster().clear();
      server.rosterIsRead(true);
      assertThat(code(reader.frame(2))).isEqualTo("forbidden");
    }
  }

  @Test
  void badAuthenticationIsRefusedBeforeAnythingIsOpened() {
    SecretKeySpec otherKey = new SecretKeySpec(new byte[64], "HmacSHA512");
    isRefused(401, Pass.NONE);
    isRefused(401, Pass.ticket("guessed"));
    isRefused(401, Pass.token("forged"));
    isRefused(401, Pass.NONE.with("Authorization", "Basic cm9vdDpyb290"));
    isRefused(401, Pass.token(Tokens.signed(Tokens.claims("root", "admin"), otherKey)));
    isRefused(401, Pass.token(new PlainJWT(Tokens.claims("root", "admin").build()).serialize()));
    isRefused(401, Pass.token(server.signed(Tokens.claims("root", "admin").audience("elsewhere"))));
    isRefused(
        401,
        Pass.token(
            server.signed(
                Tokens.claims("root", "admin")
                    .expirationTime(Date.from(now.get().minusSeconds(31))))));
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    isRefused(403, admin().with("Origin", "https://elsewhere.example"));
    isRefused(403, admin().with("Origin", "null"));
    String own = "http://127.0.0.1:" + server.root().getPort();
    hear(entrance, admin().with("Origin", own), "classroom:c-1").close();
  }

  @Test
  void aTicketOpensOneConnectionWithinItsTime() {
    openStream("topic");
    String token = server.teacher("t-1", "c-1");
    String ticket = ticket(token);
    try (LiveReader reader = hear(entrance, Pass.ticket(ticket), "classroom:c-1")) {
      assertThat(type(reader.frame(0))).isEqualTo("subscribed");
    }
    isRefused(401, Pass.ticket(ticket));

    String late = ticket(token);
    now.set(now.get().plus(Tickets.GOOD_FOR));
    isRefused(401, Pass.ticket(late));
  }

  @Test
  void aTicketIsItsUsersAlone() {
    openStream("topic");
    String ofOther = ticket(server.teacher("t-2", "c-2"));
    isRefused(401, teacher("c-1").withTicket(ofOther));
    // and it is used up by that
    isRefused(401, Pass.ticket(ofOther));

    String own = ticket(server.teacher("t-1", "c-1"));
    try (LiveReader reader =
        entrance.open(server.root(), Pass.ticket(own), room("c-1"), room("c-2"))) {
      await().until(() -> reader.frames().size() == 2);
      assertThat(reader.frames()).extracting(frame -> type(frame)).contains("error");
    }
  }

  @Test
  void aTicketLivesNoLongerThanTheTokenItWasMadeWith() {
    Instant end = now.get().plusSeconds(10);
    String token = server.signed(Tokens.claims("root", "admin").expirationTime(Date.from(end)));
    String ticket = ticket(token);
    now.set(end.plus(Duration.ofSeconds(30)));
    isRefused(401, Pass.ticket(ticket));
  }

  @Test
  void aTokenThatExpiresEndsWhatItOpened() {
    openStream("topic");
    Instant end = now.get().plusSeconds(60);
    String token = server.signed(Tokens.claims("root", "admin").expirationTime(Date.from(end)));
    try (LiveReader byToken = hear(entrance, Pass.token(token), "classroom:c-1");
        LiveReader byTicket = hear(entrance, Pass.ticket(ticket(token)), "classroom:c-1");
        LiveReader other = hear(entrance, admin(), "classroom:c-1")) {
      byToken.frame(0);
      byTicket.frame(0);
      // the issuer's clock may be off by half a minute
      now.set(end.plusSeconds(31));
      assertThat(byToken.closeCode()).isEqualTo(4001);
      assertThat(byTicket.closeCode()).isEqualTo(4001);
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void oneUserHasABoundedNumberOfConnections() {
    List<LiveReader> open = new ArrayList<>();
    for (int i = 0; i < LIMITS.maxConnectionsPerUser(); i++) {
      open.add(hear(entrance, teacher("c-1"), "classroom:c-1"));
    }
    await().until(() -> hub.connectionCount() == LIMITS.maxConnectionsPerUser());
    isRefused(429, teacher("c-1"));
    assertThat(server.metric("live.refused.user")).isEqualTo(1);
    open.get(0).abort();
    await().until(() -> hub.connectionCount() < LIMITS.maxConnectionsPerUser());
    hear(entrance, teacher("c-1"), "classroom:c-1").close();
    open.forEach(LiveReader::close);
  }

  @Test
  void oneAddressHasABoundedNumberOfConnections() {
    List<LiveReader> open = new ArrayList<>();
    for (int i = 0; i < LIMITS.maxConnectionsPerAddress(); i++) {
      Pass pass = Pass.token(server.teacher("t-" + i, "c-1"));
      open.add(hear(entrance, pass, "classroom:c-1"));
    }
    await().until(() -> hub.connectionCount() == LIMITS.maxConnectionsPerAddress());
    isRefused(429, admin());
    assertThat(server.metric("live.refused.address")).isEqualTo(1);
    open.forEach(LiveReader::close);
  }

  @Test
  void oneUserAsksForABoundedNumberOfTickets() {
    String token = server.teacher("t-1", "c-1");
    for (int i = 0; i < LIMITS.ticketsPerMinute(); i++) {
      ticket(token);
    }
    assertThat(askForTicket(token).statusCode()).isEqualTo(429);
    assertThat(askForTicket(token).headers().firstValue("Retry-After")).isPresent();
    ticket(server.teacher("t-2", "c-1"));
    now.set(now.get().plusSeconds(5));
    hear(entrance, Pass.ticket(ticket(token)), "classroom:c-1").close();
  }
}
