package io.gaia.server.ops;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.setup.AdminEnvironment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of the service and of the JVM at the admin port's /metrics. */
public final class PrometheusExport {

  private PrometheusExport() {}

  public static void serve(MetricRegistry metrics, AdminEnvironment admin) {
    PrometheusRegistry registry = new PrometheusRegistry();
    DropwizardExports.builder().dropwizardRegistry(metrics).register(registry);
    JvmMetrics.builder().register(registry);
    admin.addServlet("prometheus", new PrometheusMetricsServlet(registry)).addMapping("/metrics");
  }
}
