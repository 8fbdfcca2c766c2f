import { plural } from "../plural";
import type { WaveView } from "./view-model";

/** A wave in one line: `wave 2 (25%) failed: web-02, web-03`; of many hosts their number. */
export function describeWave({ name, hosts, outcome }: WaveView, index: number): string {
  const who = hosts.length > 8 ? plural(hosts.length, "host", "hosts") : hosts.join(", ");
  return `wave ${index + 1} (${name}) ${outcome}: ${who}`;
}

/** What a probe was answered with: `web-02 http://web-02/health 200 in 12 ms`. */
export function describeAnswer({ host, url, status, ms }: WaveView["answers"][number]): string {
  return `${host} ${url} ${status ?? "no answer"} in ${ms} ms`;
}
