package io.gaia.client.command;

import io.gaia.client.auth.Role;
import io.gaia.client.auth.TokenMinter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaia token}. */
@Command(
    name = "token",
    description = {
      "Make a bearer token with the local signing key.",
      "The key file is made when it is missing; a coordinator that uses the same file accepts the"
          + " token."
    })
public final class TokenCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "What the bearer may do: ${COMPLETION-CANDIDATES}. May be repeated.")
  private List<Role> roles;

  @Option(
      names = "--subject",
      required = true,
      paramLabel = "ID",
      description = "Who bears it, such as t-1.")
  private String subject;

  @Option(
      names = "--classroom",
      paramLabel = "ID",
      description = "A classroom the bearer sees; * for every one. May be repeated.")
  private List<String> classrooms = List.of();

  @Option(
      names = "--ttl",
      defaultValue = "12h",
      paramLabel = "TIME",
      description = "Valid for this long (default ${DEFAULT-VALUE}).")
  private Duration ttl;

  @Option(
      names = "--key-file",
      defaultValue = "${env:AUTH_SIGNING_KEY_FILE:-./data/signing.key}",
      paramLabel = "FILE",
      description = "The signing key (default $AUTH_SIGNING_KEY_FILE, else ./data/signing.key).")
  private Path keyFile;

  @Option(names = "--json", description = "Print JSON: {token, expires_at}.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (ttl.isZero()) {
      throw new ParameterException(spec.commandLine(), "--ttl takes more than zero time");
    }
    if (subject.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--subject takes a text that is not blank");
    }
    Instant now = Instant.now();
    TokenMinter minter = TokenMinter.fromKeyFile(keyFile, InstantSource.fixed(now));
    String token = minter.mint(roles, subject, classrooms, ttl);
    if (json) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("token", token);
      printed.put("expires_at", now.plus(ttl));
      Output.printJson(spec, printed);
    } else {
      spec.commandLine().getOut().println(token);
    }
    return ExitCode.DONE.number();
  }
}
