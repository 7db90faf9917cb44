package io.gaia.flink.common;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job's program arguments, {@code --name value} each.
 *
 * @param values of every option of the job, defaults filled in
 */
public record JobArguments(String job, Map<String, String> values) {

  /**
   * One argument that a job takes.
   *
   * @param takes what a value looks like, such as {@code HOST:PORT}
   * @param defaultValue absent: the option must be given
   */
  public record Option(String name, String takes, String about, Optional<String> defaultValue) {

    public static Option required(String name, String takes, String about) {
      return new Option(name, takes, about, Optional.empty());
    }

    public static Option optional(String name, String takes, String about, String defaultValue) {
      return new Option(name, takes, about, Optional.of(defaultValue));
    }
  }

  public static final Option KAFKA =
      Option.required("kafka", "HOST:PORT[,HOST:PORT...]", "the Kafka brokers");
  public static final Option CHECKPOINT_SECONDS =
      Option.optional("checkpoint-seconds", "N", "time between checkpoints", "10");
  public static final Option PARALLELISM =
      Option.optional("parallelism", "N", "0: what the cluster says", "0");

  /**
   * @return empty when {@code --help} was asked for; the usage has been printed
   * @throws IllegalArgumentException naming the argument at fault and what it takes
   */
  public static Optional<JobArguments> parse(String job, List<Option> options, String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.println(usage(job, options));
      return Optional.empty();
    }
    Map<String, Option> byFlag = new LinkedHashMap<>();
    options.forEach(option -> byFlag.put("--" + option.name(), option));
    Map<String, String> values = new LinkedHashMap<>();
    options.forEach(
        option -> option.defaultValue().ifPresent(value -> values.put(option.name(), value)));
    for (int i = 0; i < args.length; i += 2) {
      Option option = byFlag.get(args[i]);
      if (option == null) {
        throw new IllegalArgumentException(
            job + " does not know " + args[i] + "\n" + usage(job, options));
      }
      if (i + 1 == args.length || args[i + 1].isBlank()) {
        throw new IllegalArgumentException(args[i] + " takes " + option.takes());
      }
      values.put(option.name(), args[i + 1]);
    }
    List<String> missing = new ArrayList<>(byFlag.keySet());
    missing.removeIf(flag -> values.containsKey(byFlag.get(flag).name()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          job + " needs " + String.join(", ", missing) + "\n" + usage(job, options));
    }
    return Optional.of(new JobArguments(job, Map.copyOf(values)));
  }

  public String get(Option option) {
    return values.get(option.name());
  }

  /**
   * @throws IllegalArgumentException if the value is no whole number of at least {@code least}
   */
  public int number(Option option, int least) {
    try {
      int number = Integer.parseInt(get(option));
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with what it takes
    }
    throw new IllegalArgumentException(
        "--%s takes a whole number of at least %d, not '%s'"
            .formatted(option.name(), least, get(option)));
  }

  private static String usage(String job, List<Option> options) {
    StringBuilder usage = new StringBuilder("usage: " + job);
    for (Option option : options) {
      String flag = "--" + option.name() + " " + option.takes();
      usage.append(option.defaultValue().isPresent() ? " [" + flag + "]" : " " + flag);
    }
    for (Option option : options) {
      usage.append("%n  --%-20s %s".formatted(option.name(), option.about()));
      option
          .defaultValue()
          .ifPresent(value -> usage.append(" (default ").append(value).append(')'));
    }
    return usage.toString();
  }
}
