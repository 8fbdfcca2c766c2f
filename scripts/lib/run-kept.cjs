// Part of each launcher (bundle.mts): runs a bundle with the compiled code that an earlier call has kept. In syntax that an old Node
// reads. Node's own compile cache keeps only what is compiled before a file runs; most functions are compiled when they are called.

/**
 * @param {string} folder of the bundle
 * @param {string} main the file that starts the program
 * @param {string} digest of all files of the bundle
 * @param {(file: string) => string} [read] Default: from the file system
 */
function runKept(folder, main, digest, read) {
  const fs = require("node:fs");
  const { dirname, isAbsolute, join } = require("node:path");
  const { Script } = require("node:vm");
  const { crc32 } = require("node:zlib");
  const headLength = digest.length + 8;
  const kept = keptFolder();
  // Each command has its own, because it runs other functions. Help runs few.
  const words = process.argv.slice(2);
  const command = words.includes("--help") || words.includes("-h") ? "help" : words[0] || "";
  const modules = new Map();
  load(main);
  // Nothing is left to do then, and all output is written. Without it Node takes the heap apart, which takes milliseconds.
  process.on("beforeExit", () => process.exit());

  function load(name) {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const filename = join(folder, name);
    const code = read ? read(`${folder}/${name}`) : fs.readFileSync(filename, "utf8");
    const file = kept && join(kept, /^[\w-]+$/.test(command) ? `${name}-${command}` : name);
    const cachedData = file && readKept(file);
    const script = new Script(code, { filename, cachedData });
    if (file && (cachedData === undefined || script.cachedDataRejected)) keepAtExit(script, file);
    const module = { exports: {} };
    modules.set(name, module);
    const requireHere = (id) => (id.startsWith("./") ? load(id.slice(2)) : require(id));
    script.runInThisContext()(module.exports, requireHere, module, filename, folder);
    return module.exports;
  }

  /** In the user's own cache: in a shared temporary folder, or the current one, another user could leave code. */
  function keptFolder() {
    const env = process.env;
    if (env.NODE_DISABLE_COMPILE_CACHE) return undefined;
    try {
      const home = require("node:os").homedir();
      const named = env.LOCALAPPDATA || env.XDG_CACHE_HOME;
      const cache = named || join(home, ".cache");
      // A service account may name a home that is not there; root could make it.
      if (!isAbsolute(cache) || (!named && !fs.existsSync(home))) return undefined;
      return join(cache, "pulumi-iis", "code", `${process.version}-${process.arch}`, main.replace(".cjs", ""));
    } catch (_) {
      return undefined; // The user has no home.
    }
  }

  /** Of this bundle, undamaged, and written by this user; V8 itself checks that it fits this Node. */
  function readKept(file) {
    try {
      const opened = fs.openSync(file, "r");
      try {
        if (mayBeOfOthers(fs.fstatSync(opened))) return undefined;
        const bytes = fs.readFileSync(opened);
        const code = bytes.subarray(headLength);
        return bytes.toString("latin1", 0, headLength) === headOf(code) ? code : undefined;
      } finally {
        fs.closeSync(opened);
      }
    } catch (_) {
      return undefined;
    }
  }

  /** Windows has neither, and gives each user a folder that others cannot write. */
  function mayBeOfOthers({ uid, mode }) {
    return process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0);
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
        makeFolder(kept);
        fs.writeFileSync(own, Buffer.concat([Buffer.from(headOf(code)), code]), { mode: 0o600, flag: "wx" });
        fs.renameSync(own, file);
      } catch (_) {
        removePart(own);
      }
    });
  }

  /** Not by Node's option recursive, which never ends where the file system makes no folders (/proc). */
  function makeFolder(folder) {
    const parent = dirname(folder);
    if (!fs.existsSync(parent)) makeFolder(parent);
    if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 });
  }

  /** Nothing can be written there, the disk is full, or on Windows another call reads the file. */
  function removePart(own) {
    try {
      fs.unlinkSync(own);
    } catch (_) {
      // It was not made.
    }
  }
}

exports.runKept = runKept;
