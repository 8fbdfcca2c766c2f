import { type AppcmdError, hresultError, messageError, win32 } from "./appcmd-error";

/** A property that the schema of this IIS version does not have. */
export function unknownAttribute(name: string): AppcmdError {
  return messageError(`Unknown attribute "${name}".  Replace with -? for help.`, win32.invalidParameter);
}

/** A value that the schema refuses; `reason` is the native text. */
export function badValue(name: string, value: string, reason: string): AppcmdError {
  const code = reason === "String must not be empty" ? win32.invalidData : win32.invalidParameter;
  return messageError(`Can not set attribute "${name}" to value "${value}".. Reason: ${reason}\n\n.`, code);
}

/** The native text about an entry whose key is taken. */
export function duplicateText(key: string, value: string): string {
  return `Cannot add duplicate collection entry of type 'add' with unique key attribute '${key}' set to '${value}'`;
}

/** An entry that is in the collection already, its own or inherited. */
export function duplicateEntry(key: string, value: string): AppcmdError {
  return messageError(
    `New add object missing required attributes. ${duplicateText(key, value)}\n\n.`,
    win32.alreadyExists,
  );
}

/** A new entry without an attribute that it must have. */
export function missingAttribute(name: string): AppcmdError {
  return messageError(
    `New add object missing required attributes. Missing required attribute '${name}'\n\n.`,
    win32.invalidData,
  );
}

/** A path that names an entry which is not there. */
export function missingEntry(): AppcmdError {
  return messageError("Cannot find requested collection element.", win32.objectNotFound);
}

/** An indexer that is not of the form of appcmd. */
export function malformedIndexer(): AppcmdError {
  return messageError(
    "Malformed collection indexer; format is [@position,name='value',name2='value2',...].  The @position specifier is optional, and be '@start', '@end', or '@N' where N is a numeric index into the collection.",
    win32.invalidData,
  );
}

/** An object that no command can be carried out on, because it is not there. */
export function missingObject(object: string, identifier: string): AppcmdError {
  return messageError(`Cannot find ${object} object with identifier "${identifier}".`, win32.notFound);
}

/** A command that needs an identifier and got none. */
export function missingIdentifier(object: string): AppcmdError {
  return messageError(`Must specify the ${object} object with identifier.`, win32.invalidParameter);
}

/** A file that cannot be used as it stands. */
export function configurationError(path: string, line: number, description: string, code: number): AppcmdError {
  return messageError(
    `Configuration error\nFilename: \\\\?\\${path}\nLine Number: ${line}\nDescription: ${description}\n.`,
    code,
  );
}

/** A commit that could not be written; nothing of it is in the file. */
export function commitError(description: string, code: number): AppcmdError {
  return hresultError(`Failed to commit configuration changes.  \n${description}\n`, code);
}

/** An order to the running service that it refused. */
export function executionError(description: string, code: number): AppcmdError {
  return hresultError(`Command execution failed.\n${description}\n`, code);
}

/** Something that the real appcmd can do and this emulation cannot: it says so, and never pretends success. */
export function notSupported(): AppcmdError {
  return executionError("The request is not supported.", win32.notSupported);
}
