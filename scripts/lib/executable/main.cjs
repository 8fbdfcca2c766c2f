// Part of the main script of the executables (single-executable.mts): which program it is to be.

/**
 * Starts the program that the first argument names, which is then no argument of the program, or else the one that the name of the
 * executable begins with, or else `iispools`. A symbolic link has its own name when it is called; Node follows it to the file.
 *
 * @param {Readonly<Record<string, { main: string, digest: string }>>} programs by their names: the bundle, as a path of the package
 */
function startProgram(programs) {
  const { basename } = require("node:path");
  const { getAsset } = require("node:sea");
  const called = [process.argv0, process.execPath].map((file) => basename(file).toLowerCase());
  const names = Object.keys(programs);
  let name = names.find((one) => one === process.argv[2]);
  if (name !== undefined) process.argv.splice(2, 1);
  else name = called.flatMap((file) => names.filter((one) => file.startsWith(one)))[0] || "iispools";
  const { main, digest } = programs[name];
  const end = main.lastIndexOf("/");
  runKept(main.slice(0, end), main.slice(end + 1), digest, (file) => getAsset(file, "utf8"));
}
