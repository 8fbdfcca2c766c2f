import { basename, extname } from "node:path";
import { type ChosenHost, chooseHosts, hostAt } from "./choose-hosts";
import { Failure } from "./failure";
import type { Io } from "./io";
import { findUsualPlace, loadFiles, poolFileRequired } from "./load-files";
import type { LiveHostOptions } from "./verb-options";

/**
 * The hosts of a verb about what runs, which needs pool files only for the way there: with `--config-file` none, and
 * without any file and `--host` it is this machine.
 *
 * @throws Failure for files with faults, hosts that no file has, and where `--config-file` is to stand for several
 */
export function chooseLiveHosts({ host = [], files = [], configFile }: LiveHostOptions, io: Io): ChosenHost[] {
  const { cwd } = io.place;
  if (files.length === 0 && configFile !== undefined && host.length <= 1) {
    return [hostAt(host[0] ?? basename(configFile, extname(configFile)), { configFile }, io)];
  }
  if (files.length === 0 && findUsualPlace(cwd) === undefined) {
    if (host.length === 0) return [hostAt("local", {}, io)];
    throw new Failure([{ path: "--host", message: `${poolFileRequired(cwd)}; name one with --files` }]);
  }
  return chooseHosts(
    loadFiles(files, io, "may be missing"),
    { host, ...(configFile !== undefined && { configFile }) },
    io,
  );
}
