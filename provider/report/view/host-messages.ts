/** What is said of a host, without its name in front. */
export interface HostMessage {
  readonly host: string;
  readonly message: string;
}

const ipAddress = /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi;

/** The address in front of a message: `10.0.0.4: cannot connect`. */
const addressInFront = /^(\S+): /;

/** A message without what names its host: hosts with the same failure at different addresses have the same. */
export function withoutAddress({ host, message }: HostMessage): string {
  const { 0: front = "", 1: address = host } = addressInFront.exec(message) ?? [];
  return message.slice(front.length).replaceAll(address, "…").replaceAll(host, "…").replace(ipAddress, "…");
}

/** More addresses are shown as the first, the last, and their number. */
const mostAddresses = 3;

/** One message of hosts that differ only in their addresses: the addresses, and the message of the first host as an example. */
export function joinMessages([first, ...others]: readonly HostMessage[]): string {
  if (first === undefined || others.every(({ message }) => message === first.message)) return first?.message ?? "";
  const addresses = [first, ...others].map(({ message }) => addressInFront.exec(message)?.[1] ?? "");
  const each = [...new Set(addresses)];
  if (each.length < 2 || each.includes("")) return `for example: ${first.message}`;
  const all =
    each.length > mostAddresses
      ? `${each[0] ?? ""} … ${each.at(-1) ?? ""} (${each.length} addresses)`
      : each.join(", ");
  return `${all}, for example: ${first.message.replace(addressInFront, "")}`;
}
