package io.gaia.bench.report;

import io.gaia.local.layout.Checkout;
import io.gaia.local.layout.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every benchmark's command takes: where it works, and where its report goes. */
public final class ReportOptions {
  @Option(names = "--json", paramLabel = "FILE", description = "also all numbers as JSON")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "also the tables as Markdown; between the marks 'NAME: begin' and 'NAME: end' of a file"
              + " that has them")
  private Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "where the data of who is measured lies: a real disk; .gaia/bench if absent")
  private Optional<Path> state = Optional.empty();

  public StateDirectory stateDirectory(Checkout checkout) {
    return new StateDirectory(state.orElse(checkout.root().resolve(".gaia/bench")));
  }

  /**
   * Prints the report, and writes it where that was asked for.
   *
   * @param name of the benchmark, and of the marks in a Markdown file
   */
  public void hand(Report report, String name) throws IOException {
    hand(report, name, new PrintWriter(System.out, true, Charset.defaultCharset()));
  }

  /** The same, printed elsewhere. */
  public void hand(Report report, String name, PrintWriter out) throws IOException {
    out.println(PlainText.of(report));
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), JsonText.of(report));
    }
    if (markdown.isPresent()) {
      Markdown.write(report, name, markdown.get());
    }
  }
}
