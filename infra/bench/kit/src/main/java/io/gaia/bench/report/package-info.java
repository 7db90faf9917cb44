/** What a run has to say: as text for people, as Markdown for the docs, as JSON for programs. */
package io.gaia.bench.report;
