// Reading a long answer of appcmd against the XML parser alone: node bench/parse.mjs (after npm run build).
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./lib/median.mjs";

const require = createRequire(import.meta.url);
const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(file));

/** A list of as many pools as make that many bytes, each one the real capture of IIS 8.5 with some texts of its own. */
function longAnswer(bytes) {
  const capture = readFileSync(join(root, "test/fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");
  const [pool] = /<APPPOOL[\s\S]*<\/APPPOOL>/.exec(capture) ?? [];
  const pools = [];
  for (let length = 0; length < bytes; length += pools.at(-1).length)
    pools.push(`${poolOfItsOwn(pool, pools.length)}\r\n`);
  // Through bytes, as a process' output comes: a text that was put together would be flattened in the measured time.
  const text = `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${pools.join("")}</appcmd>\r\n`;
  return Buffer.from(text).toString("utf8");
}

function poolOfItsOwn(pool, number) {
  return pool
    .replaceAll("DefaultAppPool", `Pool ${number}`)
    .replace('queueLength="1000"', `queueLength="${1000 + number}"`)
    .replace('userName="" password=""', `userName="user ${number}" password="password ${number}"`)
    .replace('idleTimeout="00:20:00"', `idleTimeout="00:${String(number % 60).padStart(2, "0")}:00"`)
    .replace('privateMemory="0"', `privateMemory="${number * 1024}"`);
}

const works = {
  "bare saxes": () => {
    const { SaxesParser } = require("saxes");
    return (text) => void new SaxesParser().write(text).close();
  },
  parseXml: (dist) => require(join(dist, "provider/xml/parse.js")).parseXml,
  parsePools: (dist) => require(join(dist, "provider/appcmd/answers/pools.js")).parsePools,
};

function milliseconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** What a process of this file measures. */
const measurements = {
  /** The first reading of a process, as a provider reads a host's answer. */
  first(work) {
    const text = longAnswer(10e6);
    globalThis.gc?.();
    return milliseconds(() => work(text));
  },
  /** How many times as long as 1 MB, ten readings' mean, take 10 MB, in a process that has compiled what it runs. */
  growth(work) {
    const [short, long] = [longAnswer(1e6), longAnswer(10e6)];
    const tenShort = () => {
      for (let round = 0; round < 10; round++) work(short);
    };
    tenShort();
    work(long);
    return median(Array.from({ length: 5 }, () => (10 * milliseconds(() => work(long))) / milliseconds(tenShort)));
  },
};

function inFreshProcess(measurement, name, dist, options = []) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, file, dist, measurement, name], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** Says how long the readers take for 10 MB against saxes with nothing listening; the runs take turns. */
function sayRatios(runs, say, dist, heap, options) {
  const names = Object.keys(works);
  const rows = Array.from({ length: runs }, () => names.map((name) => inFreshProcess("first", name, dist, options)));
  const ratios = names.slice(1).map((name, index) => {
    const sorted = rows.map((row) => row[index + 1] / row[0]).sort((a, b) => a - b);
    return `${name} ${median(sorted).toFixed(2)} (${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)})`;
  });
  say(`  ${heap}: bare saxes ${median(rows.map(([bare]) => bare)).toFixed(0)} ms; times that: ${ratios.join(", ")}`);
}

/** Says how long `list apppool /config:* /xml` takes to read: at most 4 times bare saxes, and linear, is promised. */
export function parseRatio(runs, say, dist = join(root, "dist")) {
  say(`10 MB of list apppool /config:* /xml, the first reading of a process, median of ${runs} (least to most):`);
  sayRatios(runs, say, dist, "heap as it is", []);
  sayRatios(runs, say, dist, "heap collected before", ["--expose-gc"]);
  const growth = Object.keys(works).map((name) => {
    const each = Array.from({ length: 3 }, () => inFreshProcess("growth", name, dist));
    return `${name} ${median(each).toFixed(1)}`;
  });
  say(`10 MB against 1 MB in a warm process, median of 3 processes: ${growth.join(", ")}`);
}

if (process.argv[1] === file) {
  const [, , dist = join(root, "dist"), measurement, name] = process.argv;
  const say = (text) => process.stdout.write(`${text}\n`);
  if (measurement === undefined) parseRatio(9, say, dist);
  else say(measurements[measurement](works[name](dist)));
}
