// Ends a script with one sentence where Node is older than package.json's engines. Imported first.
const oldest = 22;
if (parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(
    `This script needs Node.js ${oldest} or later, and this is Node.js ${process.versions.node} (${process.execPath}). Use "npm run", which has its own, or put a newer one first in PATH.\n`,
  );
  process.exit(1);
}
