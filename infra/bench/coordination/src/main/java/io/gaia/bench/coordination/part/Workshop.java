package io.gaia.bench.coordination.part;

import io.gaia.bench.coordination.Plan;
import io.gaia.bench.coordination.server.GaiaServers;
import io.gaia.bench.coordination.subject.Subject;
import io.gaia.bench.process.Servers;
import io.gaia.local.layout.Checkout;
import io.gaia.local.process.Progress;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the parts work with.
 *
 * @param chosen who is measured
 * @param describe is told the version and settings of each server, by its name
 */
public record Workshop(
    Plan plan,
    Checkout checkout,
    Servers servers,
    GaiaServers gaia,
    MeasuringProcess measuring,
    Set<Subject> chosen,
    BiConsumer<String, String> describe,
    Progress progress) {}
