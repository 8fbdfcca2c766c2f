import { isIPv6 } from "node:net";
import { resolve } from "node:path";
import { sshDefaults } from "../../connection/ssh-forms";
import { winrmDefaults } from "../../connection/winrm-schema";
import type { Position } from "../../errors";
import { megabyte, readRegularFile, UnreadableFile } from "../../read-file";
import { decodeFile } from "../../xml/parse";
import { hostNameKey } from "../../names";
import { concludeWith, Failure } from "../failure";
import type { Io } from "../io";
import type { InitFlags } from "../options";
import type { CallProblem } from "../outcome";

/** A server over SSH or WinRM, as the file of hosts declares it. */
export type RemoteServer = Readonly<{
  host: string;
  type?: "winrm";
  user?: string;
  port?: number;
  privateKeyFile?: string;
}>;

/** A server as it was typed, and where. */
interface Typed {
  readonly text: string;
  readonly position?: Position;
}

/** A server and how it was typed first. */
interface Found {
  readonly server: RemoteServer;
  readonly text: string;
}

/**
 * The servers of `--ssh` and `--winrm`, or of their lists, by their names: the first label of each address, or the whole
 * address if two labels are the same. A server that is named a second time with the same user and port is one, which is
 * said on stderr.
 *
 * @param fileOf a path of the command line, as the file of hosts has it
 * @throws Failure with every text that is not a server or that names one again with another user, and for a list that cannot be read
 */
export function readServers(flags: InitFlags, fileOf: (path: string) => string, io: Io): Record<string, RemoteServer> {
  const { user, privateKeyFile } = flags;
  const { way, servers: named = [], list } = wayOf(flags);
  const standard = way === "winrm" ? winrmDefaults.port.https : sshDefaults.port;
  const login = {
    ...(way === "winrm" && { type: way }),
    ...(privateKeyFile !== undefined && { privateKeyFile: fileOf(privateKeyFile) }),
  };
  const option = list === undefined ? `--${way}` : `--${way}-list`;
  const typed = list === undefined ? named.map((text): Typed => ({ text })) : readList(list, option, io);
  const problems: CallProblem[] = [];
  const repeated: CallProblem[] = [];
  const servers = new Map<string, Found>();
  for (const { text, position } of typed) {
    const at = (message: string): CallProblem => ({ path: option, message, ...(position && { position }) });
    const refuse = (message: string): void => {
      problems.push(at(message));
    };
    const server = readServer(text, user);
    const key = `${hostNameKey(server?.host ?? "")}:${server?.port ?? standard}`;
    const known = servers.get(key);
    if (server === undefined)
      refuse(`${text} is not a server. Write its name or address, or user@name:port; an IPv6 address in brackets`);
    else if (!isPort(server.port)) refuse(`the port of ${text} must be between 1 and 65535`);
    else if (known === undefined) servers.set(key, { server: { ...server, ...login }, text });
    else if (isSameUser(known.server, server))
      repeated.push(at(`${text} is the same server as ${known.text}, and is declared once`));
    else refuse(`${text} is the same server as ${known.text} with another user. Name each server once`);
  }
  if (problems.length > 0) throw new Failure(problems);
  concludeWith(io, repeated);
  const all = [...servers.values()].map(({ server }) => server);
  for (const nameOf of [firstLabel, ({ host }: RemoteServer) => host]) {
    const named = Object.fromEntries(all.map((one) => [nameOf(one), one]));
    const names = new Set(Object.keys(named).map((name) => name.toLowerCase()));
    if (names.size === all.length) return named;
  }
  // The same address at several ports.
  return Object.fromEntries(all.map((one) => [`${one.host}-${one.port ?? standard}`, one]));
}

/** How the servers of a call are reached, and where they are named. */
function wayOf({ ssh, sshList, winrm, winrmList }: InitFlags): {
  readonly way: "ssh" | "winrm";
  readonly servers?: readonly string[] | undefined;
  readonly list?: string | undefined;
} {
  const isWinrm = winrm !== undefined || winrmList !== undefined;
  return isWinrm ? { way: "winrm", servers: winrm, list: winrmList } : { way: "ssh", servers: ssh, list: sshList };
}

/** `user@name:port`, of which only the name is required. An IPv6 address is in brackets. */
function readServer(text: string, fallback: string | undefined): RemoteServer | undefined {
  const [, ownUser, name, inBrackets, port] = /^(?:([^@\s]+)@)?(?:([\w.-]+)|\[([^\]]*)\])(?::(\d+))?$/.exec(text) ?? [];
  if (inBrackets !== undefined && !isIPv6(inBrackets)) return undefined;
  const host = name ?? inBrackets;
  const user = ownUser ?? fallback;
  if (host === undefined) return undefined;
  return { host, ...(user !== undefined && { user }), ...(port !== undefined && { port: Number(port) }) };
}

/** Windows ignores the letter case of accounts. */
function isSameUser(one: RemoteServer, other: RemoteServer): boolean {
  return one.user?.toLowerCase() === other.user?.toLowerCase();
}

function isPort(port = 1): boolean {
  return port >= 1 && port <= 65535;
}

function firstLabel({ host }: RemoteServer): string {
  return /^[\d.]+$/.test(host) || isIPv6(host) ? host : (host.split(".")[0] ?? host);
}

/** The lines of a list without blanks, empty lines and comments (`#`). */
function readList(file: string, option: string, { place: { cwd } }: Io): Typed[] {
  const refuse = (message: string): Failure => new Failure([{ path: option, message }]);
  let bytes;
  try {
    bytes = readRegularFile(resolve(cwd, file), megabyte);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(`${file} ${error.message}`);
  }
  const text = decodeFile(bytes);
  if (text === undefined) throw refuse(`${file} is not text in UTF-8 or UTF-16`);
  const lines = text.split(/\r?\n/).map((line, index): Typed => {
    const server = line.replace(/#.*/, "");
    return { text: server.trim(), position: { file, line: index + 1, column: server.search(/\S/) + 1 } };
  });
  const servers = lines.filter((line) => line.text !== "");
  if (servers.length === 0) throw refuse(`${file} has no server. Write one in each line`);
  return servers;
}
