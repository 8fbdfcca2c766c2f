import { addAppPool, deleteAppPool, setAppPool } from "./verbs/edit-apppool";
import type { Command } from "./verbs/context";
import { listApps } from "./verbs/list-app";
import { listAppPools } from "./verbs/list-apppool";
import { listConfig } from "./verbs/list-config";
import { listWorkerProcesses } from "./verbs/list-wp";
import { recycleAppPool, startAppPool, stopAppPool } from "./verbs/run-apppool";
import { clearConfig, setConfig } from "./verbs/set-config";

/** A command of the real tool that this emulation does not carry out. */
export type Verb = Command | "not supported";

const none = "not supported";

/** All objects of appcmd with their verbs. */
export const commands: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  APPPOOL: {
    LIST: listAppPools,
    SET: setAppPool,
    ADD: addAppPool,
    DELETE: deleteAppPool,
    START: startAppPool,
    STOP: stopAppPool,
    RECYCLE: recycleAppPool,
  },
  CONFIG: {
    LIST: listConfig,
    SET: setConfig,
    CLEAR: clearConfig,
    SEARCH: none,
    LOCK: none,
    UNLOCK: none,
    RESET: none,
    MIGRATE: none,
  },
  APP: { LIST: listApps, SET: none, ADD: none, DELETE: none },
  WP: { LIST: listWorkerProcesses },
  SITE: { LIST: none, SET: none, ADD: none, DELETE: none, START: none, STOP: none },
  VDIR: { LIST: none, SET: none, ADD: none, DELETE: none },
  REQUEST: { LIST: none },
  MODULE: { LIST: none, SET: none, ADD: none, DELETE: none, INSTALL: none, UNINSTALL: none },
  BACKUP: { LIST: none, ADD: none, DELETE: none, RESTORE: none },
  TRACE: { LIST: none, CONFIGURE: none, INSPECT: none },
  BINDING: { LIST: none },
};
