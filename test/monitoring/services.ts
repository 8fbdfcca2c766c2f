import { spawn } from "node:child_process";

/** A program that listens on a port of this machine. */
export interface Service {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program of Prometheus on a port that is free, and waits until it listens and has logged that it is ready. */
export function startService(program: string, args: readonly string[], ready = ""): Promise<Service> {
  const child = spawn(program, [...args, "--web.listen-address=127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      resolve();
    }),
  );
  let log = "";
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    void ended.then(() => {
      reject(new Error(`${program} ended: ${log}`));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const [, address] = /msg="Listening on" address=(127\.0\.0\.1:\d+)/.exec(log) ?? [];
      if (address === undefined || !log.includes(ready)) return;
      resolve({
        url: `http://${address}`,
        stop: () => {
          child.kill();
          return ended;
        },
      });
    });
  });
}

/** An answer of Prometheus' HTTP API. */
export interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result?: readonly Found[]; readonly alerts?: readonly Found[] };
}

/** A series of a result, or an alert. */
export interface Found {
  readonly metric?: Readonly<Record<string, string>>;
  readonly value?: readonly [time: number, value: string];
  readonly labels?: Readonly<Record<string, string>>;
  readonly state?: string;
}

/** Asks the API until the answer is as expected: Prometheus scrapes again and again. */
export async function askUntil(url: string, path: string, isSo: (answer: Answer) => boolean): Promise<Answer> {
  let answer: Answer | undefined;
  for (let left = 20_000; left > 0; left--) {
    const response = await fetch(`${url}/api/v1/${path}`);
    answer = (await response.json()) as Answer;
    if (answer.status !== "success" || isSo(answer)) return answer;
  }
  throw new Error(`${path} still returns ${JSON.stringify(answer)}`);
}
