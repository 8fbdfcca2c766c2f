import { sshLogin } from "../../provider/connection/login";

/** As `process.env` is: what every object has can be read from it. */
const env: Readonly<Record<string, string | undefined>> = { HOME: "/home/x" };

test.each(["constructor", "toString", "__proto__"])("${env:%s} is no variable that is set", (name) => {
  const login = (): unknown => sshLogin({ host: "web", user: "a", password: `\${env:${name}}` }, "host", env);
  expect(login).toThrow(`the environment variable ${name} is not set`);
});
