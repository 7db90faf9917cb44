package io.gaia.bench.coordination.subject;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The queue that teams write themselves: one table, one statement for each step, each its own
 * transaction. It has priorities; it has no retries, leases or fences. A finished task stays, as in
 * Gaia.
 */
final class SkipLockedQueue implements PullQueue {
  private static final String ENQUEUE =
      "insert into bench_tasks (payload) select unnest(?::text[])";
  private static final String CLAIM =
      """
      update bench_tasks set status = 1, claimed_by = ?, claimed_at = now()
      where id in (
        select id from bench_tasks where status = 0
        order by priority desc, id limit ? for update skip locked)
      returning id, payload\
      """;
  private static final String COMPLETE =
      """
      update bench_tasks set status = 2, finished_at = now()
      where id = any (?) and claimed_by = ? and status = 1\
      """;

  /** One client's connection, with its statements prepared. */
  private record Client(
      Connection connection,
      PreparedStatement enqueue,
      PreparedStatement claim,
      PreparedStatement complete) {
    static Client of(String url) throws SQLException {
      Connection connection = DriverManager.getConnection(url);
      return new Client(
          connection,
          connection.prepareStatement(ENQUEUE),
          connection.prepareStatement(CLAIM),
          connection.prepareStatement(COMPLETE));
    }
  }

  private final List<Client> clients = new ArrayList<>();

  SkipLockedQueue(String url, int clients) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists bench_tasks");
      statement.execute(
          """
          create table bench_tasks (
            id bigint generated always as identity primary key,
            priority smallint not null default 0,
            status smallint not null default 0,
            payload text not null,
            enqueued_at timestamptz not null default now(),
            claimed_by integer,
            claimed_at timestamptz,
            finished_at timestamptz)\
          """);
      statement.execute("create index on bench_tasks (priority desc, id) where status = 0");
    }
    for (int i = 0; i < clients; i++) {
      this.clients.add(Client.of(url));
    }
  }

  @Override
  public void enqueue(int client, List<String> payloads) throws SQLException {
    Client own = clients.get(client);
    Array array = own.connection().createArrayOf("text", payloads.toArray());
    own.enqueue().setArray(1, array);
    own.enqueue().executeUpdate();
  }

  @Override
  public List<Held> claim(int client, int max) throws SQLException {
    PreparedStatement claim = clients.get(client).claim();
    claim.setInt(1, client);
    claim.setInt(2, max);
    List<Held> held = new ArrayList<>();
    try (ResultSet rows = claim.executeQuery()) {
      while (rows.next()) {
        held.add(new Held(rows.getString(1), 0));
      }
    }
    return held;
  }

  @Override
  public void complete(int client, List<Held> tasks) throws SQLException {
    Client own = clients.get(client);
    Object[] ids = tasks.stream().map(task -> Long.valueOf(task.id())).toArray();
    own.complete().setArray(1, own.connection().createArrayOf("bigint", ids));
    own.complete().setInt(2, client);
    own.complete().executeUpdate();
  }

  @Override
  public void close() throws IOException {
    try {
      for (Client client : clients) {
        client.connection().close();
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
