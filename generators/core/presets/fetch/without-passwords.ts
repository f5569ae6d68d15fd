/**
 * What another program said, without what stands before the `@` of a URL. A token may stand there alone, as a user
 * name, and git and npm blot out passwords only.
 */
export function withoutPasswords(said: string): string {
  return said.replace(/(\b[a-z][a-z+]*:\/\/)[^/\s'"]*@/gi, '$1');
}
