// Reading a long answer of appcmd against the XML parser alone: node bench/parse.mts (after npm run build).
import { capturedPool, listOf } from "./lib/pools.mts";
import { print, repeat, runNode, type Say } from "./lib/measure.mts";
import { median, medianOf } from "./lib/statistics.mts";

type Work = (text: string) => unknown;

/** A list of as many pools as make that many bytes, each one the real capture of IIS 8.5 with some texts of its own. */
function longAnswer(bytes: number): string {
  const captured = capturedPool();
  const pools: string[] = [];
  for (let length = 0; length < bytes; length += pools.at(-1)?.length ?? 0)
    pools.push(poolOfItsOwn(captured, pools.length));
  // Through bytes, as a process' output comes: a text that was put together would be flattened in the measured time.
  return Buffer.from(listOf(pools)).toString("utf8");
}

function poolOfItsOwn(pool: string, number: number): string {
  return pool
    .replaceAll("DefaultAppPool", `Pool ${number}`)
    .replace('queueLength="1000"', `queueLength="${1000 + number}"`)
    .replace('userName="" password=""', `userName="user ${number}" password="password ${number}"`)
    .replace('idleTimeout="00:20:00"', `idleTimeout="00:${String(number % 60).padStart(2, "0")}:00"`)
    .replace('privateMemory="0"', `privateMemory="${number * 1024}"`);
}

/** The readers, each loaded alone. */
const readers = {
  "bare saxes": async (): Promise<Work> => {
    const { SaxesParser } = await import("saxes");
    return (text) => new SaxesParser().write(text).close();
  },
  parseXml: async (): Promise<Work> => (await import("#dist/provider/xml/parse.js")).parseXml,
  parsePools: async (): Promise<Work> => (await import("#dist/provider/appcmd/answers/pools.js")).parsePools,
};
type Reader = keyof typeof readers;

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** What a process of this file measures. */
const measurements = {
  /** The first reading of a process, as a provider reads a host's answer. */
  first(work: Work): number {
    const text = longAnswer(10e6);
    globalThis.gc?.();
    return milliseconds(() => work(text));
  },
  /** How many times as long as 1 MB, ten readings' mean, take 10 MB, in a process that has compiled what it runs. */
  growth(work: Work): number {
    const [short, long] = [longAnswer(1e6), longAnswer(10e6)];
    const tenShort = (): void => {
      for (let round = 0; round < 10; round++) work(short);
    };
    tenShort();
    work(long);
    return median(Array.from({ length: 5 }, () => (10 * milliseconds(() => work(long))) / milliseconds(tenShort)));
  },
};

function inFreshProcess(measurement: keyof typeof measurements, name: Reader, options: readonly string[] = []): number {
  return Number(runNode([...options, import.meta.filename, measurement, name]));
}

/** Says how long the readers take for 10 MB against saxes with nothing listening; the runs take turns. */
async function sayRatios(runs: number, say: Say, heap: string, options: readonly string[]): Promise<void> {
  const first = (name: Reader): number => inFreshProcess("first", name, options);
  const rows = await repeat(runs, () => ({
    saxes: first("bare saxes"),
    parseXml: first("parseXml"),
    parsePools: first("parsePools"),
  }));
  const ratios = (["parseXml", "parsePools"] as const).map((name) => {
    const each = rows.map((row) => row[name] / row.saxes);
    return `${name} ${median(each).toFixed(2)} (${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)})`;
  });
  const bare = medianOf(rows, ({ saxes }) => saxes).toFixed(0);
  say(`  ${heap}: bare saxes ${bare} ms; times that: ${ratios.join(", ")}`);
}

/** Says how long `list apppool /config:* /xml` takes to read: at most 4 times bare saxes, and linear, is promised. */
export async function parseRatio(runs: number, say: Say): Promise<void> {
  say(`10 MB of list apppool /config:* /xml, the first reading of a process, median of ${runs} (least to most):`);
  await sayRatios(runs, say, "heap as it is", []);
  await sayRatios(runs, say, "heap collected before", ["--expose-gc"]);
  const growth = (Object.keys(readers) as Reader[]).map((name) => {
    const each = Array.from({ length: 3 }, () => inFreshProcess("growth", name));
    return `${name} ${median(each).toFixed(1)}`;
  });
  say(`10 MB against 1 MB in a warm process, median of 3 processes: ${growth.join(", ")}`);
}

if (process.argv[1] === import.meta.filename) {
  const [, , measurement, name] = process.argv;
  if (measurement === undefined) await parseRatio(9, print);
  else {
    const work = await readers[name as Reader]();
    print(String(measurements[measurement as keyof typeof measurements](work)));
  }
}
