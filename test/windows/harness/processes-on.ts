import { readdirSync, readFileSync } from "node:fs";
import type { WindowsMachine } from "./machine";

/** Ids of the living processes of this machine that run on a Windows of the tests, its server among them. */
export function processesOn({ ownEnv }: WindowsMachine): string[] {
  const prefix = `WINEPREFIX=${ownEnv["WINEPREFIX"] ?? ""}\0`;
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(prefix);
    } catch {
      return false; // ended meanwhile, or another user's
    }
  });
}
