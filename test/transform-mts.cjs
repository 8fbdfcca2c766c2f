// Modules of tools/ are ES modules that Node.js runs as they are; Jest's sandbox knows CommonJS only.
const { transformSync } = require("esbuild");

module.exports = {
  process(text, file) {
    const define = { "import.meta.dirname": "__dirname" };
    const options = { loader: "ts", format: "cjs", target: "node22", sourcefile: file, sourcemap: "inline", define };
    return { code: transformSync(text, options).code };
  },
};
