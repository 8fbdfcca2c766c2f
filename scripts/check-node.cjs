// Ends a script with one sentence where Node.js is too old to read TypeScript. npm's scripts preload it: node --require.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    "This script needs Node.js 22.18 or later, and this is Node.js " +
      process.versions.node +
      " (" +
      process.execPath +
      '). Use "npm run" after "npm ci", which installs a newer one for it, or put a newer one first in PATH.\n',
  );
  process.exit(1);
}
