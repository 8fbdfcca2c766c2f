// The pools that several benches share.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../tools/workspace/places.mts";

/** Twelve settings of a pool as JavaScript; those of 2000 differ in each from those of any other number. */
export function twelveSettings(queue: number): string {
  const isFirst = queue === 2000;
  return `{ queueLength: ${queue}, autoStart: ${isFirst}, enable32BitAppOnWin64: ${isFirst},
  managedPipelineMode: "${isFirst ? "Classic" : "Integrated"}", startMode: "${isFirst ? "AlwaysRunning" : "OnDemand"}",
  processModel: { idleTimeout: "${queue}m", pingInterval: "${queue}s", maxProcesses: ${queue} },
  recycling: { logEventOnRecycle: ${isFirst ? '["Time"]' : '["Memory"]'}, periodicRestart: { privateMemory: ${queue}, requests: ${queue} } },
  failure: { rapidFailProtectionMaxCrashes: ${queue} } }`;
}

/** The pool of the real capture of IIS 8.5, as `list apppool /config:* /xml` prints it. */
export function capturedPool(): string {
  const capture = readFileSync(join(repository, "test/fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");
  const [pool] = /<APPPOOL[\s\S]*<\/APPPOOL>/.exec(capture) ?? [];
  if (pool === undefined) throw new Error("the capture has no pool");
  return pool;
}

/** The answer of appcmd that lists the pools. */
export function listOf(pools: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${pools.map((pool) => `${pool}\r\n`).join("")}</appcmd>\r\n`;
}
