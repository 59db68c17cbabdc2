// SPDX-License-Identifier: MIT
package io.github.metricsserverprom.host;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicy;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.spi.RoutePolicy;

/**
 * Camel's metrics of routes, in the host's registry, counted on over generations.
 *
 * <p>Camel's own policy takes the meters of a route out of the registry when the route goes. The meters of two
 * generations are the same ones (same name, same tags), so the end of the old generation would take them away from the
 * new one.
 */
final class RouteMetrics extends MicrometerRoutePolicyFactory {

    private RouteMetrics(MeterRegistry registry) {
        MicrometerRoutePolicyConfiguration configuration = new MicrometerRoutePolicyConfiguration();
        // The sum over a context keeps hold of that context, and Prometheus can sum.
        configuration.setContextEnabled(false);
        setMeterRegistry(registry);
        setPolicyConfiguration(configuration);
        setSkipCamelInfo(true);
    }

    /** For one generation. */
    static RouteMetrics into(MeterRegistry registry) {
        return new RouteMetrics(registry);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        MicrometerRoutePolicy policy = new Kept(this);
        policy.setMeterRegistry(getMeterRegistry());
        policy.setSkipCamelInfo(isSkipCamelInfo());
        policy.setConfiguration(getPolicyConfiguration());
        return policy;
    }

    private static final class Kept extends MicrometerRoutePolicy {

        Kept(MicrometerRoutePolicyFactory factory) {
            super(factory);
        }

        @Override
        public void onRemove(Route route) {
            // The meters stay; SelfMetrics drops those of routes that no generation has any more.
        }
    }
}
