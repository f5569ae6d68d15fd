/**
 * The output of another program, without the part before the `@` of a URL. That part may be only a token, as a user
 * name, and git and npm blot out passwords only.
 */
export function withoutPasswords(said: string): string {
  return said.replace(/(\b[a-z][a-z+]*:\/\/)[^/\s'"]*@/gi, '$1');
}
