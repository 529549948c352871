/** Whoever owns nothing: peers that need no rights run as nobody where the tests run as root. */
export const NOBODY = 65_534;
export const isRoot = (): boolean => process.getuid?.() === 0;

/** A command as nobody, where it can be. */
export const asNobody = (command: string, ...args: string[]): [string, ...string[]] =>
  isRoot()
    ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", command, ...args]
    : [command, ...args];
