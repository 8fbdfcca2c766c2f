// Part of each launcher (bundle.mts): runs a bundle with the compiled code that an earlier call has kept. In syntax that an old Node
// reads. Node's own compile cache keeps only what is compiled before a file runs; most functions are compiled when they are called.

/**
 * @param {string} folder of the bundle
 * @param {string} main the file that starts the program
 * @param {string} digest of all files of the bundle
 */
function runKept(folder, main, digest) {
  const fs = require("node:fs");
  const { join } = require("node:path");
  const { Script } = require("node:vm");
  const { crc32 } = require("node:zlib");
  const headLength = digest.length + 8;
  const kept = keptFolder();
  // Each command has its own, because it runs other functions. Help runs few.
  const words = process.argv.slice(2);
  const command = words.includes("--help") || words.includes("-h") ? "help" : words[0] || "";
  const modules = new Map();
  load(main);

  function load(name) {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const filename = join(folder, name);
    const code = fs.readFileSync(filename, "utf8");
    const file = kept && join(kept, /^[\w-]+$/.test(command) ? `${name}-${command}` : name);
    const cachedData = file && readKept(file);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
      filename,
      cachedData,
    });
    if (file && (cachedData === undefined || script.cachedDataRejected)) keepAtExit(script, file);
    const module = { exports: {} };
    modules.set(name, module);
    const requireHere = (id) => (id.startsWith("./") ? load(id.slice(2)) : require(id));
    script.runInThisContext()(module.exports, requireHere, module, filename, folder);
    return module.exports;
  }

  /** In the user's own cache: in a shared temporary folder, another user could leave code. */
  function keptFolder() {
    const env = process.env;
    if (env.NODE_DISABLE_COMPILE_CACHE) return undefined;
    try {
      const cache = env.LOCALAPPDATA || env.XDG_CACHE_HOME || join(require("node:os").homedir(), ".cache");
      return join(cache, "pulumi-iis", "code", `${process.version}-${process.arch}`, main.replace(".cjs", ""));
    } catch (_) {
      return undefined; // The user has no home.
    }
  }

  /** Of this bundle and undamaged; V8 itself checks that it fits this Node. */
  function readKept(file) {
    try {
      const bytes = fs.readFileSync(file);
      const code = bytes.subarray(headLength);
      return bytes.toString("latin1", 0, headLength) === headOf(code) ? code : undefined;
    } catch (_) {
      return undefined;
    }
  }

  function headOf(code) {
    return digest + crc32(code).toString(16).padStart(8, "0");
  }

  /** At the end, because the code then has all functions that ran. A call that fails runs only a part of them. */
  function keepAtExit(script, file) {
    process.on("exit", (exitCode) => {
      if (exitCode === 1) return;
      const own = `${file}.${process.pid}`;
      try {
        const code = script.createCachedData();
        fs.mkdirSync(kept, { recursive: true, mode: 0o700 });
        fs.writeFileSync(own, Buffer.concat([Buffer.from(headOf(code)), code]), { mode: 0o600 });
        fs.renameSync(own, file);
      } catch (_) {
        // Nothing can be written there.
      }
    });
  }
}

exports.runKept = runKept;
