import { showHidden, visibleText } from "../../visible-text";
import type { MetricFamily } from "./families";

/** The values of a family's labels in their order, and the value of the series. */
export type Sample = readonly [labels: readonly string[], value: number];

/** A family and its series. */
export type FilledFamily = readonly [family: MetricFamily, samples: readonly Sample[]];

/**
 * Metrics as text that is valid in OpenMetrics 1.0 and in version 0.0.4 of Prometheus' own format, which textfile collectors
 * read. It ends with `# EOF`. Families without series are omitted, and of two series with the same labels the second one.
 *
 * Source: https://prometheus.io/docs/specs/om/open_metrics_spec/, https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function writeExposition(families: readonly FilledFamily[]): string {
  const lines = families.flatMap(([family, samples]) => (samples.length === 0 ? [] : linesOf(family, samples)));
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

function linesOf({ name, help, type, labels }: MetricFamily, samples: readonly Sample[]): string[] {
  const series = new Map<string, number>();
  for (const [values, value] of samples) {
    const pairs = labels.map((label, index) => `${label}="${escapeLabel(labelText(values[index] ?? ""))}"`);
    const key = `${name}{${pairs.join(",")}}`;
    if (!series.has(key)) series.set(key, value);
  }
  return [
    `# HELP ${name} ${help}`,
    ...(type === undefined ? [] : [`# TYPE ${name} ${type}`]),
    ...[...series].map(([key, value]) => `${key} ${value}`),
  ];
}

/** A name as the value of a label: what is hidden, and what a CI system would execute, is spelled out before it is escaped. */
export function labelText(name: string): string {
  return visibleText(showHidden(name));
}

function escapeLabel(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}

const series = (name: string): RegExp => new RegExp(`^${name}\\{(.*)\\} ([0-9]{1,15})$`, "gm");
const pair = /([a-z_]+)="((?:[^"\\\n]|\\["\\])*)"(?:,|$)/gy;

/**
 * The values of a counter in a text of {@link writeExposition}, by the text of one label. Lines that it would not write are
 * ignored.
 */
export function readCounter({ name }: Pick<MetricFamily, "name">, label: string, text: string): Map<string, number> {
  const found = [...text.matchAll(series(name))].flatMap(([, pairs = "", value]): [string, number][] => {
    const named = new Map([...pairs.matchAll(pair)].map(([, key = "", escaped = ""]) => [key, escaped]));
    const escaped = named.get(label);
    return escaped === undefined ? [] : [[escaped.replace(/\\(["\\])/g, "$1"), Number(value)]];
  });
  return new Map(found);
}
