// How far a `go build -v` is, from what it prints: a line for each module that it fetches and package that it compiles.

/**
 * Counts the lines of one build.
 *
 * @param {string} label for example "[1/2] pulumi"
 * @param {number} startedMs
 */
export function buildProgress(label, startedMs) {
  let modules = 0;
  let packages = 0;
  const others = [];
  return {
    /** @param {string} line */
    take(line) {
      if (line.startsWith("go: downloading ")) modules++;
      else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) packages++;
      else if (line.trim() !== "") others.push(line.trim());
    },
    /** @param {number} nowMs */
    line(nowMs) {
      const fetched = modules > 0 ? `${modules} modules fetched, ` : "";
      return `${label}: ${elapsed(nowMs - startedMs)}, ${fetched}${packages} packages compiled`;
    },
    /** What it said besides, the last lines of it: the reason when it failed. */
    complaint: () => others.slice(-5).join("\n"),
  };
}

/**
 * A time span for people: "48 s", "4 min 05 s".
 *
 * @param {number} ms
 */
export function elapsed(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
