// Preloaded by tests: the optional package kerberos is the one in the folder that PACKAGE_KERBEROS names, or the file.
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.PACKAGE_KERBEROS;
registerHooks({
  resolve: (name, context, next) =>
    next(
      name === "kerberos" && folder !== undefined && folder !== ""
        ? pathToFileURL(folder.endsWith(".cjs") ? folder : join(folder, "lib", "index.js")).href
        : name,
      context,
    ),
});
