/**
 * An answer of appcmd that is not success: its standard output and exit code. `printed` is the output before it: a
 * success line can precede the error of its commit.
 */
export class AppcmdError extends Error {
  override readonly name = "AppcmdError";

  constructor(
    readonly text: string,
    readonly exitCode: number,
    readonly printed = "",
    /** The entry of facts/assumptions.json that determines the exit code, if there is one. */
    readonly assumption?: string,
  ) {
    super(text);
  }
}

/** Win32 error codes that serve as exit codes. */
export const win32 = {
  fileNotFound: 2,
  accessDenied: 5,
  invalidData: 13,
  sharingViolation: 32,
  lockViolation: 33,
  notSupported: 50,
  badNetworkPath: 53,
  invalidParameter: 87,
  invalidName: 123,
  alreadyExists: 183,
  alreadyRunning: 1056,
  cannotAcceptControl: 1061,
  notActive: 1062,
  notFound: 1168,
  rpcFailed: 1726,
  objectNotFound: 4312,
} as const;

/**
 * `ERROR ( message:… )`: an error of the command line or of a lookup. A line feed stands for a line end of appcmd's
 * texts.
 */
export function messageError(message: string, exitCode: number, assumption?: string): AppcmdError {
  return new AppcmdError(`ERROR ( message:${resourceText(message)} )\r\n`, exitCode, "", assumption);
}

/** `ERROR ( hresult:…, message:… )` for a Win32 code: an error of the commit or of the running service. */
export function hresultError(message: string, code: number, printed = ""): AppcmdError {
  const hresult = (0x80070000 + code).toString(16);
  return new AppcmdError(`ERROR ( hresult:${hresult}, message:${resourceText(message)} )\r\n`, code, printed);
}

/** An error text without `ERROR ( … )` around it. */
export function plainError(message: string, exitCode: number): AppcmdError {
  return new AppcmdError(`${resourceText(message)}\r\r\n`, exitCode);
}

/** Texts from appcmd's resources hold CR LF, which standard output in text mode turns into CR CR LF. */
export function resourceText(message: string): string {
  return message.replaceAll("\n", "\r\r\n");
}

/** A property that the schema of this IIS version does not have. */
export function unknownAttribute(name: string): AppcmdError {
  return messageError(
    `Unknown attribute "${name}".  Replace with -? for help.`,
    win32.invalidParameter,
    "exit-code-unknown-attribute",
  );
}

/** A value that the schema refuses; `reason` is the native text. */
export function badValue(name: string, value: string, reason: string): AppcmdError {
  const text = `Can not set attribute "${name}" to value "${value}".. Reason: ${reason}\n\n.`;
  if (reason.startsWith("Enum ")) return badEnum(name, reason);
  if (reason === "String must not be empty") return messageError(text, win32.invalidData);
  return messageError(text, win32.invalidParameter, "exit-code-bad-value");
}

/** A name that an enum does not have: the real tool reports the attribute instead. */
function badEnum(name: string, reason: string): AppcmdError {
  return messageError(
    `Unknown attribute "${name}".. Reason: ${reason}\n\n.`,
    win32.invalidParameter,
    "exit-code-bad-enum",
  );
}

/** The native text about an entry whose key is taken. */
export function duplicateText(key: string, value: string): string {
  return `Cannot add duplicate collection entry of type 'add' with unique key attribute '${key}' set to '${value}'`;
}

/** An entry that already exists in the collection, its own or inherited. */
export function duplicateEntry(key: string, value: string): AppcmdError {
  return messageError(
    `New add object missing required attributes. ${duplicateText(key, value)}\n\n.`,
    win32.alreadyExists,
  );
}

/** A new entry without a required attribute. */
export function missingAttribute(name: string): AppcmdError {
  return messageError(
    `New add object missing required attributes. Missing required attribute '${name}'\n\n.`,
    win32.invalidData,
    "exit-code-missing-attribute",
  );
}

/** A path that names an entry that does not exist. */
export function missingEntry(): AppcmdError {
  return messageError("Cannot find requested collection element.", win32.objectNotFound);
}

/** An indexer with a syntax error. */
export function malformedIndexer(): AppcmdError {
  return messageError(
    "Malformed collection indexer; format is [@position,name='value',name2='value2',...].  The @position specifier is optional, and be '@start', '@end', or '@N' where N is a numeric index into the collection.",
    win32.invalidData,
  );
}

/** A pool that cannot be deleted, because applications use it. The real text is not known. */
export function poolInUse(pool: string): AppcmdError {
  return messageError(`Cannot delete APPPOOL object "${pool}": applications use it.`, win32.invalidParameter);
}

/** A command for an object that does not exist. */
export function missingObject(object: string, identifier: string): AppcmdError {
  return messageError(`Cannot find ${object} object with identifier "${identifier}".`, win32.notFound);
}

/** A command without its required identifier. */
export function missingIdentifier(object: string): AppcmdError {
  return messageError(`Must specify the ${object} object with identifier.`, win32.invalidParameter);
}

/** A file that cannot be used. */
export function configurationError(path: string, line: number, description: string, code: number): AppcmdError {
  return messageError(
    `Configuration error\nFilename: \\\\?\\${path}\nLine Number: ${line}\nDescription: ${description}\n.`,
    code,
    code === win32.invalidData ? "exit-code-malformed-file" : undefined,
  );
}

/** A commit that could not be written; the file is unchanged. */
export function commitError(description: string, code: number): AppcmdError {
  return hresultError(`Failed to commit configuration changes.  \n${description}\n`, code);
}

/** A file that another process is writing. */
export function inUse(): AppcmdError {
  const description = "The process cannot access the file because it is being used by another process.";
  return commitError(description, win32.sharingViolation);
}

/** A commit that fails with an error of XmlLite; the file is unchanged. The real text has no description either. */
export function xmlCommitError(): AppcmdError {
  const { text } = commitError("", 0);
  const hresult = 0xc00c_ee2b;
  return new AppcmdError(text.replace("80070000", hresult.toString(16)), hresult, "", "exit-code-commit-xml");
}

/** Windows' text for 1726. */
export const rpcText = "The remote procedure call failed.";

/** The service that runs pools (WAS) is not running. */
export function serviceDown(): AppcmdError {
  return messageError("The WAS service is not available - try starting the service first.", win32.notSupported);
}

/** The error for a caller who is not an administrator: even the file that leads to the configuration cannot be read. */
export function notElevated(): AppcmdError {
  const description = "Cannot read configuration file due to insufficient permissions";
  return messageError(
    `Configuration error\nFilename: redirection.config\nLine Number: 0\nDescription: ${description}\n.`,
    win32.accessDenied,
  );
}

/** The error if the configuration is on a share that cannot be reached. Its text is not known of a real appcmd. */
export function shareLost(): AppcmdError {
  const file = "UNC\\files\\iis\\applicationHost.config";
  return configurationError(file, 0, "Cannot read configuration file", win32.badNetworkPath);
}

/** A name that Windows does not accept for a file or folder. */
export function invalidName(): AppcmdError {
  return executionError("The filename, directory name, or volume label syntax is incorrect.", win32.invalidName);
}

/** A request that the running service refused. */
export function executionError(description: string, code: number): AppcmdError {
  return hresultError(`Command execution failed.\n${description}\n`, code);
}

/** Win32 codes of the file errors that a commit or a backup can cause, with the texts of Windows. */
const fileErrors: Readonly<Record<string, readonly [code: number, text: string]>> = {
  EACCES: [win32.accessDenied, "Access is denied."],
  EPERM: [win32.accessDenied, "Access is denied."],
  EROFS: [19, "The media is write protected."],
  ENOSPC: [112, "There is not enough space on the disk."],
};

/** The answer if a file cannot be written; undefined for any other error. */
export function fileError(error: unknown, answer: typeof executionError): AppcmdError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : fileErrors[code];
  return known && answer(known[1], known[0]);
}

/** Standard input that cannot be used, for example with an attribute that this IIS does not have. */
export function dataInvalid(): AppcmdError {
  return executionError("The data is invalid.", win32.invalidData);
}

/**
 * A feature of the real appcmd that this emulator does not support. It reports this, and never pretends success.
 *
 * @param what the unsupported feature, for people; follows the text of Windows
 */
export function notSupported(what: string): AppcmdError {
  return executionError(`The request is not supported.\nappcmd-emulator: ${what}`, win32.notSupported);
}
