package io.gaia.server.erasure;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gaia.schemas.event.Erasure;
import io.gaia.schemas.json.EventCodec;
import io.gaia.server.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The database's part of erasing a student. */
public final class ErasureTables {

  private static final String BEGIN = "select begin_erasure(?, ?, ?)";
  private static final String AWAIT_WRITERS = "select await_writers()";
  private static final String ERASE = "select erase_rows(?, ?)";
  private static final String SALT = "select min(salt) from erasure_salts";
  private static final String READMIT =
      "update erasures set readmitted_at = ? where student_hash = ?";

  private final Database database;

  public ErasureTables(Database database) {
    this.database = database;
  }

  /**
   * @throws io.gaia.server.http.ProblemException while PostgreSQL is down
   */
  public Optional<String> salt() {
    return database.lengthy(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SALT);
              ResultSet row = select.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getString(1));
          }
        });
  }

  /**
   * Removes the student's rows; none that is written later comes back. Doing it again is safe.
   *
   * @return how many rows, by table
   * @throws io.gaia.server.http.ProblemException while PostgreSQL is down; then do it again
   */
  public Map<String, Long> erase(String studentId, Erasure erasure) {
    return database.lengthy(
        connection -> {
          try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setString(1, studentId);
            begin.setString(2, erasure.salt());
            begin.setObject(3, erasure.erasedAt().atOffset(ZoneOffset.UTC));
            begin.execute();
          }
          try (PreparedStatement await = connection.prepareStatement(AWAIT_WRITERS)) {
            await.execute();
          }
          return erase(connection, studentId, erasure.salt());
        });
  }

  private static Map<String, Long> erase(Connection connection, String studentId, String salt)
      throws SQLException {
    try (PreparedStatement erase = connection.prepareStatement(ERASE)) {
      erase.setString(1, studentId);
      erase.setString(2, salt);
      try (ResultSet row = erase.executeQuery()) {
        row.next();
        return EventCodec.mapper().readValue(row.getString(1), new TypeReference<>() {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Rows of these students are taken again, of what happens from then on. */
  public void readmit(Collection<Erasure> erasures, Instant at) {
    database.lengthy(
        connection -> {
          try (PreparedStatement readmit = connection.prepareStatement(READMIT)) {
            for (Erasure erasure : erasures) {
              readmit.setObject(1, at.atOffset(ZoneOffset.UTC));
              readmit.setString(2, erasure.studentHash());
              readmit.addBatch();
            }
            return readmit.executeBatch();
          }
        });
  }
}
