#!/usr/bin/env node
import { localFiles } from "../engine/doctor/temporary-files";
import { connect } from "../transport/connect";
import { run } from "./main";

void run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  connect,
  files: localFiles,
}).then((code) => {
  // Not exit: what was written may still be on its way.
  process.exitCode = code;
});
