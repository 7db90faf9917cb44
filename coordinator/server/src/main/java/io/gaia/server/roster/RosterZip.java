package io.gaia.server.roster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Opens the one ZIP file that a set of OneRoster files comes in, without a folder in it. */
final class RosterZip {

  /** So much may come out of it in all; a school district has less. */
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();

  private RosterZip() {}

  /**
   * The rows of the files that are there, by file name.
   *
   * @throws RosterFaults if it is no ZIP file, too much, or a file is no CSV
   */
  static Map<String, List<RosterRow>> rows(byte[] zip, Set<String> wanted) throws RosterFaults {
    Map<String, List<RosterRow>> files = new LinkedHashMap<>();
    int left = MAX_BYTES;
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        byte[] content = entries.readNBytes(left + 1);
        left -= content.length;
        if (left < 0) {
          throw fault("the files", "are more than " + MAX_BYTES + " bytes");
        }
        if (wanted.contains(entry.getName())) {
          files.put(entry.getName(), parsed(entry.getName(), content));
        }
      }
    } catch (IOException e) {
      throw fault("the body", "takes a ZIP file of OneRoster CSV files: " + e.getMessage());
    }
    return files;
  }

  private static List<RosterRow> parsed(String file, byte[] content) throws RosterFaults {
    List<RosterRow> rows = new ArrayList<>();
    String text = new String(content, StandardCharsets.UTF_8);
    try (CSVParser parser =
        CSVParser.parse(
            new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text), FORMAT)) {
      for (CSVRecord record : parser) {
        rows.add(new RosterRow(file, parser.getCurrentLineNumber(), record));
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw fault(file, "is no CSV file with a header: " + e.getMessage());
    }
    return rows;
  }

  static RosterFaults fault(String file, String detail) {
    return new RosterFaults(List.of(new RosterFault(file, 0, "", detail)));
  }
}
