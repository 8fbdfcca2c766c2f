import { messageError, win32 } from "./errors";
import type { World } from "./world";

/** A message in English with the same in German and Russian; `{}` stands for the variable part. */
type Message = readonly [english: string, german: string, russian: string];

const messages: readonly Message[] = [
  [
    "The remote procedure call failed.",
    "Der Remoteprozeduraufruf ist fehlgeschlagen.",
    "Сбой при удаленном вызове процедуры.",
  ],
  [
    "Failed to commit configuration changes.",
    "Fehler beim Ausführen eines Commits für Konfigurationsänderungen.",
    "Не удалось зафиксировать изменения конфигурации.",
  ],
  ["Command execution failed.", "Fehler bei der Befehlsausführung.", "Ошибка при выполнении команды."],
  [
    "The process cannot access the file because it is being used by another process.",
    "Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.",
    "Процесс не может получить доступ к файлу, так как этот файл занят другим процессом.",
  ],
  ["Access is denied.", "Zugriff verweigert", "Отказано в доступе."],
  ["The data is invalid.", "Die Daten sind unzulässig.", "Недопустимые данные."],
  ["The request is not supported.", "Die Anforderung wird nicht unterstützt.", "Такой запрос не поддерживается."],
  ["The service has not been started.", "Der Dienst wurde nicht gestartet.", "Служба не запущена."],
  [
    "An instance of the service is already running.",
    "Es wird bereits eine Instanz des Dienstes ausgeführt.",
    "Одна копия службы уже запущена.",
  ],
  [
    "The object identifier does not represent a valid object.",
    "Der Objektbezeichner steht nicht für ein gültiges Objekt.",
    "Идентификатор объекта не представляет допустимый объект.",
  ],
  [
    "The WAS service is not available - try starting the service first.",
    "Der WAS-Dienst ist nicht verfügbar - starten Sie zuerst den Dienst.",
    "Служба WAS недоступна - попробуйте сначала запустить службу.",
  ],
  [
    'Cannot find {} object with identifier "{}".',
    'Das {}-Objekt mit dem Bezeichner "{}" wurde nicht gefunden.',
    'Не удается найти объект {} с идентификатором "{}".',
  ],
  [
    'Failed to add duplicate collection element "{}".',
    'Fehler beim Hinzufügen des doppelten Auflistungselements "{}".',
    'Не удалось добавить повторяющийся элемент коллекции "{}".',
  ],
  [
    "Cannot find requested collection element.",
    "Das angeforderte Auflistungselement wurde nicht gefunden.",
    "Не удается найти запрошенный элемент коллекции.",
  ],
  ['Unknown attribute "{}"', 'Unbekanntes Attribut "{}"', 'Неизвестный атрибут "{}"'],
  [
    "  Replace with -? for help.",
    "  Ersetzen Sie es durch -?, um Hilfe anzuzeigen.",
    "  Замените на -? для получения справки.",
  ],
  [
    'Can not set attribute "{}" to value "{}".',
    'Das Attribut "{}" kann nicht auf den Wert "{}" festgelegt werden.',
    'Не удается задать для атрибута "{}" значение "{}".',
  ],
  ['APPPOOL object "{}" added', 'APPPOOL-Objekt "{}" hinzugefügt', 'Объект APPPOOL "{}" добавлен'],
  ['APPPOOL object "{}" changed', 'APPPOOL-Objekt "{}" geändert', 'Объект APPPOOL "{}" изменен'],
  ['APPPOOL object "{}" deleted', 'APPPOOL-Objekt "{}" gelöscht', 'Объект APPPOOL "{}" удален'],
  ['"{}" successfully started.', '"{}" wurde erfolgreich gestartet.', '"{}" успешно запущен.'],
  ['"{}" successfully stopped', '"{}" wurde erfolgreich beendet', '"{}" успешно остановлен'],
  ['"{}" successfully recycled', '"{}" wurde erfolgreich wiederverwendet', '"{}" успешно перезапущен'],
  [
    'Applied configuration changes to section "{}" for "{}" at configuration commit path "{}"',
    'Konfigurationsänderungen wurden auf Abschnitt "{}" für "{}" im Konfigurationscommitpfad "{}" angewendet',
    'Изменения конфигурации применены к разделу "{}" для "{}" по пути фиксации "{}"',
  ],
];

/** The values of APPCMD_EMULATOR_LANG. */
export const languages = ["", "en", "de", "ru"];

/**
 * Translates the messages of an answer into the language of APPCMD_EMULATOR_LANG, as a localized Windows does. `ERROR`,
 * `hresult:` and `message:` stay English, and so do messages that are not in this table, XML and usage. One Russian
 * message is from a real server; the other translations imitate Windows.
 */
export function localize({ env }: Pick<World, "env">, text: string): string {
  const column = languages.indexOf(env["APPCMD_EMULATOR_LANG"] ?? "") - 1;
  if (column < 1 || text.startsWith("<")) return text;
  return messages.reduce((translated, message) => {
    const target = message[column] ?? message[0];
    return translated.replace(pattern(message[0]), (...found: string[]) => fill(target, found.slice(1)));
  }, text);
}

/** Refuses an unknown language. */
export function checkLanguage({ env }: Pick<World, "env">): void {
  const language = env["APPCMD_EMULATOR_LANG"] ?? "";
  if (languages.includes(language)) return;
  throw messageError(`APPCMD_EMULATOR_LANG is "${language}"; this emulator knows en, de, ru.`, win32.invalidParameter);
}

function pattern(english: string): RegExp {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replaceAll("{}", '([^"\\r\\n]*?)'), "g");
}

function fill(text: string, values: readonly string[]): string {
  let index = 0;
  return text.replace(/\{\}/g, () => values[index++] ?? "");
}
