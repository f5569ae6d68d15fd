import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  goTo,
  inSequence,
  quoted,
  removeFile,
  removeFolder,
  type Shell,
  setVariable,
  unsetVariable,
  userShell,
} from '../../generators/core/system/shell.js';

const SYSTEM_MODULES =
  'C:\\Program Files\\WindowsPowerShell\\Modules;C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0\\Modules';
const OWN_MODULES = 'C:\\Users\\me\\OneDrive\\Documents\\WindowsPowerShell\\Modules';
const SEVEN = 'C:\\Users\\me\\Documents\\PowerShell\\Modules;c:\\program files\\powershell\\7\\Modules';

it.each([
  ['cmd', { PSModulePath: SYSTEM_MODULES }],
  ['cmd', {}],
  ['windows-powershell', { PSModulePath: `${OWN_MODULES};${SYSTEM_MODULES}`, PROMPT: '$P$G' }],
  ['powershell', { PSModulePath: `${SEVEN};${SYSTEM_MODULES}`, PROMPT: '$P$G' }],
  ['posix', { PSModulePath: SYSTEM_MODULES, MSYSTEM: 'MINGW64' }],
  ['posix', { PSModulePath: SYSTEM_MODULES, SHELL: '/bin/bash' }],
] as const)("the user's shell on Windows is %s for %j", (shell, env) => {
  expect(userShell(env, 'win32')).toBe(shell);
});

it("the user's shell is a POSIX one everywhere else", () => {
  expect(userShell({ PSModulePath: SEVEN }, 'linux')).toBe('posix');
  expect(userShell({}, 'darwin')).toBe('posix');
});

const TEXTS = [
  '',
  'a b',
  "it's",
  '"quoted"',
  '$HOME',
  '`id`',
  '$(id)',
  'a;b',
  'a&b',
  'a|b',
  '%PATH%',
  '100%',
  '!x!',
  '^',
  'ü',
  '-x',
  '~',
  '\\',
  'a\\"b',
  '*',
  '{a,b}',
  '#',
  '@x',
  'a,b',
  '(x)',
  '<y>',
];

it.skipIf(process.platform === 'win32')('words for a POSIX shell are the same texts to sh', () => {
  const line = `printf '%s\\0' ${TEXTS.map((text) => quoted(text, 'posix')).join(' ')}`;
  expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(TEXTS);
});

// What PowerShell and cmd make of a word: by their documentation (about_Quoting_Rules, about_Parsing; CommandLineToArgvW).
describe('a word for a shell of Windows', () => {
  const cases: [text: string, powershell: string, windowsPowershell: string, cmd: string][] = [
    ['plain-1.0/x', 'plain-1.0/x', 'plain-1.0/x', 'plain-1.0/x'],
    ['a b', "'a b'", "'a b'", '"a b"'],
    ["it's", "'it''s'", "'it''s'", '"it\'s"'],
    ['it’s', "'it’’s'", "'it’’s'", '"it’s"'],
    ['say "hi"', `'say "hi"'`, `'say \\"hi\\"'`, '"say ""hi"""'],
    ['$HOME', "'$HOME'", "'$HOME'", '"$HOME"'],
    ['a&b', "'a&b'", "'a&b'", '"a&b"'],
    ['%PATH%', "'%PATH%'", "'%PATH%'", '""^%"PATH"^%""'],
    ['C:\\my dir\\', "'C:\\my dir\\'", "'C:\\my dir\\\\'", '"C:\\my dir\\\\"'],
    ['@x', "'@x'", "'@x'", '@x'],
    ['', "''", `'""'`, '""'],
  ];
  it.each(cases)('is quoted as that shell has it: %j', (text, powershell, windowsPowershell, cmd) => {
    expect([quoted(text, 'powershell'), quoted(text, 'windows-powershell'), quoted(text, 'cmd')]).toEqual([
      powershell,
      windowsPowershell,
      cmd,
    ]);
  });
});

it.each<[Shell, string, string, string, string]>([
  ['posix', "export X='a b'", 'unset X', 'a && b && c', "cd 'D:/a b'"],
  ['powershell', "$env:X = 'a b'", 'Remove-Item Env:X', 'a && b && c', "cd 'D:/a b'"],
  ['windows-powershell', "$env:X = 'a b'", 'Remove-Item Env:X', 'a; if ($?) { b; if ($?) { c } }', "cd 'D:/a b'"],
  ['cmd', 'set "X=a b"', 'set X=', 'a && b && c', 'cd /d "D:/a b"'],
])('%s sets and takes away a variable, runs lines in sequence and goes to a folder', (shell, set, unset, lines, go) => {
  expect([
    setVariable('X', 'a b', shell),
    unsetVariable('X', shell),
    inSequence(['a', 'b', 'c'], shell),
    goTo('D:/a b', shell),
  ]).toEqual([set, unset, lines, go]);
});

it('cmd has words of its own for removing', () => {
  expect([removeFile('a b', 'cmd'), removeFolder('a b', 'cmd')]).toEqual(['del "a b"', 'rmdir /s "a b"']);
  expect([removeFile('a', 'posix'), removeFolder("it's", 'powershell')]).toEqual(['rm a', "rm -r 'it''s'"]);
});
