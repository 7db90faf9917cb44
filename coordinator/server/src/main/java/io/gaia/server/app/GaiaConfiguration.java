package io.gaia.server.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.gaia.server.config.AuditSettings;
import io.gaia.server.config.AuthSettings;
import io.gaia.server.config.ClusterSettings;
import io.gaia.server.config.DatabaseSettings;
import io.gaia.server.config.DetectionSettings;
import io.gaia.server.config.EventLogLimits;
import io.gaia.server.config.FeatureSwitches;
import io.gaia.server.config.HttpSettings;
import io.gaia.server.config.KafkaSettings;
import io.gaia.server.config.LiveLimits;
import io.gaia.server.config.LockSettings;
import io.gaia.server.config.RaftSettings;
import io.gaia.server.config.SessionSettings;
import io.gaia.server.config.TaskSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** The whole configuration. Defaults and variables' names stand in {@code coordinator.yml}. */
public final class GaiaConfiguration extends Configuration {

  @Valid @NotNull @JsonProperty private ClusterSettings cluster;
  @Valid @NotNull @JsonProperty private RaftSettings raft;
  @Valid @NotNull @JsonProperty private SessionSettings sessions;
  @Valid @NotNull @JsonProperty private TaskSettings tasks;
  @Valid @NotNull @JsonProperty private LockSettings locks;
  @Valid @NotNull @JsonProperty private EventLogLimits events;
  @Valid @NotNull @JsonProperty private FeatureSwitches features;
  @Valid @NotNull @JsonProperty private DetectionSettings detection;
  @Valid @NotNull @JsonProperty private KafkaSettings kafka;
  @Valid @NotNull @JsonProperty private DatabaseSettings database;
  @Valid @NotNull @JsonProperty private AuthSettings auth;
  @Valid @NotNull @JsonProperty private HttpSettings http;
  @Valid @NotNull @JsonProperty private LiveLimits live;
  @Valid @NotNull @JsonProperty private AuditSettings audit;

  public ClusterSettings cluster() {
    return cluster;
  }

  public RaftSettings raft() {
    return raft;
  }

  public SessionSettings sessions() {
    return sessions;
  }

  public TaskSettings tasks() {
    return tasks;
  }

  public LockSettings locks() {
    return locks;
  }

  public EventLogLimits events() {
    return events;
  }

  public FeatureSwitches features() {
    return features;
  }

  public DetectionSettings detection() {
    return detection;
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public DatabaseSettings database() {
    return database;
  }

  public AuthSettings auth() {
    return auth;
  }

  public HttpSettings http() {
    return http;
  }

  public LiveLimits live() {
    return live;
  }

  public AuditSettings audit() {
    return audit;
  }
}
