/** Who is measured, each as processes of their own. */
package io.gaia.bench.fanout.server;
