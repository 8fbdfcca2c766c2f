// Reading a long answer of appcmd against the XML parser alone: node bench/parse.mjs (after npm run build).
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const file = fileURLToPath(import.meta.url);
const root = dirname(dirname(file));
const bytes = 10e6;

/** A list of as many pools as make that many bytes, each one the real capture of IIS 8.5 under a name of its own. */
function longAnswer() {
  const capture = readFileSync(join(root, "test/fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");
  const [pool] = /<APPPOOL[\s\S]*<\/APPPOOL>/.exec(capture) ?? [];
  const pools = [];
  for (let length = 0; length < bytes; length += pools.at(-1).length) {
    pools.push(`${pool.replaceAll("DefaultAppPool", `Pool ${pools.length}`)}\r\n`);
  }
  // Through bytes, as a process' output comes: a text that was put together would be flattened in the measured time.
  const text = `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${pools.join("")}</appcmd>\r\n`;
  return Buffer.from(text).toString("utf8");
}

const works = {
  "bare saxes": () => {
    const { SaxesParser } = require("saxes");
    return (text) => void new SaxesParser().write(text).close();
  },
  parseXml: (dist) => require(join(dist, "provider/xml/parse.js")).parseXml,
  parsePools: (dist) => require(join(dist, "provider/appcmd/parse-list.js")).parsePools,
};

/** Milliseconds of one reading in a fresh process, as a provider reads a host's answer. */
function inFreshProcess(name, dist) {
  const { stdout } = spawnSync(process.execPath, [file, dist, name], { encoding: "utf8" });
  return Number(stdout);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Says how long 10 MB of `list apppool /config:* /xml` take, against saxes with nothing listening. */
export function parseRatio(runs, say, dist = join(root, "dist")) {
  const names = Object.keys(works);
  const rows = Array.from({ length: runs }, () => names.map((name) => inFreshProcess(name, dist)));
  const bare = median(rows.map(([time]) => time));
  const ratios = names.slice(1).map((name, index) => {
    return `${name} ${median(rows.map((row) => row[index + 1] / row[0])).toFixed(2)}`;
  });
  say(`10 MB of list apppool /config:* /xml: bare saxes ${bare.toFixed(0)} ms; times that: ${ratios.join(", ")}`);
}

if (process.argv[1] === file) {
  const [, , dist = join(root, "dist"), name] = process.argv;
  const say = (text) => process.stdout.write(`${text}\n`);
  if (name === undefined) {
    parseRatio(9, say, dist);
  } else {
    const work = works[name](dist);
    const text = longAnswer();
    const start = process.hrtime.bigint();
    work(text);
    say(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
