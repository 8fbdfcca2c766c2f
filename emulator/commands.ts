import { addAppPool, deleteAppPool, setAppPool } from "./verbs/edit-apppool";
import { addBackup, deleteBackup, listBackups, restoreBackup } from "./verbs/backup";
import type { Command } from "./verbs/context";
import { eachInput } from "./verbs/each-input";
import { listAppPools, listApps, listWorkerProcesses } from "./verbs/list-objects";
import { listConfig } from "./verbs/list-config";
import { recycleAppPool, startAppPool, stopAppPool } from "./verbs/run-apppool";
import { setApp, setSite } from "./verbs/set-app";
import { clearConfig, setConfig } from "./verbs/set-config";

/** A command of the real tool that this emulator does not support. */
export type Verb = Command | "not supported";

const eachPool = (command: Command): Command => eachInput("APPPOOL", "APPPOOL.NAME", command);
const none = "not supported";

/** All objects of appcmd with their verbs. */
export const commands: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  APPPOOL: {
    LIST: listAppPools,
    SET: eachPool(setAppPool),
    ADD: eachPool(addAppPool),
    DELETE: eachPool(deleteAppPool),
    START: startAppPool,
    STOP: stopAppPool,
    RECYCLE: eachPool(recycleAppPool),
  },
  CONFIG: {
    LIST: listConfig,
    SET: eachInput("CONFIG", "path", setConfig),
    CLEAR: clearConfig,
    SEARCH: none,
    LOCK: none,
    UNLOCK: none,
    RESET: none,
    MIGRATE: none,
  },
  APP: { LIST: listApps, SET: setApp, ADD: none, DELETE: none },
  WP: { LIST: listWorkerProcesses },
  SITE: { LIST: none, SET: setSite, ADD: none, DELETE: none, START: none, STOP: none },
  VDIR: { LIST: none, SET: none, ADD: none, DELETE: none },
  REQUEST: { LIST: none },
  MODULE: { LIST: none, SET: none, ADD: none, DELETE: none, INSTALL: none, UNINSTALL: none },
  BACKUP: { LIST: listBackups, ADD: addBackup, DELETE: deleteBackup, RESTORE: restoreBackup },
  TRACE: { LIST: none, CONFIGURE: none, INSPECT: none },
  BINDING: { LIST: none },
};
