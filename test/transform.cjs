// What Jest runs of this project's TypeScript: CommonJS, by esbuild, which only removes types. All imports of a file come first in it.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { transformSync, version } = require("esbuild");

const options = {
  ...{ loader: "ts", format: "cjs", target: "node22", sourcemap: "inline" },
  // Jest's modules are CommonJS: import() is require there, and a folder has its own name.
  supported: { "dynamic-import": false },
  define: { "import.meta.dirname": "__dirname" },
};
const made = version + readFileSync(__filename, "utf8");

module.exports = {
  getCacheKey: (text, file) => createHash("sha256").update([made, file, text].join("\0")).digest("hex").slice(0, 32),
  process: (text, file) => ({ code: transformSync(text, { ...options, sourcefile: file }).code }),
};
