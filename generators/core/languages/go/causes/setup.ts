import type { CauseReader } from '../../causes/cause.js';
import type { GoPlan } from '../plan.js';
import { newerGoLines } from '../symptoms.js';

/** A Go that is older than the project or a module asks for. */
export const goTooOld: CauseReader<GoPlan> = ({ output, place, tool }) => {
  const [, who, asks, has] = /(\S+) requires go >= (\S+) \(running go (\S+?)(?:;|\))/.exec(output) ?? [];
  if (who !== undefined) {
    return {
      id: 'old-compiler',
      message: `The Go of ${place} is too old (${has}). ${who} asks for Go ${asks} or later.`,
      fix: [...newerGoLines(output), ...tool(`Go ${asks} or later`)],
    };
  }
  const wanted =
    /download go(\d\S*) for \S+: toolchain not available/.exec(output)?.[1] ??
    /invalid go version '(\d+\.\d+)[^']*': must match format/.exec(output)?.[1] ??
    /^note: module requires Go (\S+)$/m.exec(output)?.[1];
  if (wanted === undefined) return undefined;
  return {
    id: 'old-compiler',
    message: `The Go of ${place} is too old. The project asks for Go ${wanted} or later.`,
    fix: tool(`Go ${wanted} or later`),
  };
};

/** go.mod, go.sum or vendor/ that do not fit the sources: Go writes none of them in a build. */
export const modulesBehind: CauseReader<GoPlan> = ({ output }) => {
  const vendor = /inconsistent vendoring in/.test(output);
  const found =
    /no required module provides package ([^\s;]+)/.exec(output) ??
    /missing go\.sum entry for (?:module providing package |go\.mod file[^\n]*?for )?([^\s;]+)/.exec(output) ??
    /(updates to go\.(?:mod|sum) needed)/.exec(output);
  if (!vendor && !found) return undefined;
  const what = vendor
    ? 'vendor/ does not fit go.mod'
    : `go.mod and go.sum do not have all that the sources import (${found?.[1]})`;
  return {
    id: 'modules-behind',
    message: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
    fix: [{ command: vendor ? 'go mod vendor' : 'go mod tidy', text: 'brings it up to date; commit it' }],
  };
};

/** A vendor/ without all packages, as a module of Go's proxy has it: only vendor/modules.txt. */
export const vendorIncomplete: CauseReader<GoPlan> = ({ output, plan, again }) => {
  const [, place, name] =
    /^(?:(\S+?:\d+)(?::\d+)?: )?cannot find (?:module providing )?package (\S+?)(?:: import lookup disabled by -mod=vendor| in vendor)/m.exec(
      output,
    ) ?? [];
  if (name === undefined) return undefined;
  const importer = place === undefined ? '' : `, which ${place.replace(/^\.?\//, '')} imports`;
  return {
    id: 'modules-behind',
    message: `vendor/ does not have the package ${name}${importer}.`,
    fix: [
      ...(plan ? [again('--build-env GOFLAGS=-mod=mod', 'downloads the modules instead')] : []),
      { command: 'go mod vendor', text: 'copies them to vendor/; commit it' },
    ],
  };
};

/** `main.go:5:12: pattern assets/*: no matching files found` */
export const nothingToEmbed: CauseReader<GoPlan> = ({ output }) => {
  const [, place, pattern] = /^(\S+\.go:\d+)(?::\d+)?: pattern (\S+): no matching files found$/m.exec(output) ?? [];
  if (place === undefined) return undefined;
  return {
    id: 'no-file',
    message: `${place.replace(/^\.?\//, '')} embeds ${pattern}, which is not in the build context.`,
    fix: [
      { text: 'See that the file exists (some projects generate it), and that the ignore file does not exclude it.' },
    ],
  };
};

/** Modules that cannot be fetched. */
export const goDownload: CauseReader<GoPlan> = ({ output }) => {
  const [, who] =
    /^(?:go: )?(?:downloading |\S+:\d+:\d+: )?(\S+@v\S+?|\S+): (?:[^\n]*: )?(?:Get|reading|unrecognized import path|git |invalid version: git)[^\n]*/m.exec(
      output,
    ) ?? [];
  const refused =
    /terminal prompts disabled|could not read Username|Permission denied \(publickey\)|(?:40[134]|410) (?:Unauthorized|Forbidden|Not Found|Gone)/.test(
      output,
    );
  const network = /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|network is unreachable/.test(
    output,
  );
  if (!refused && !network) return undefined;
  const vendored = {
    command: 'go mod vendor',
    text: 'copies the modules into the project, so that the build fetches none',
  };
  const what = who === undefined ? 'its modules' : `the module ${who}`;
  if (network && !refused) {
    return {
      id: 'download',
      message: `The build cannot download ${what}.`,
      fix: [{ text: 'Check the network, and HTTPS_PROXY and GOPROXY where there is a proxy.' }, vendored],
    };
  }
  return {
    id: 'private-dependency',
    message: `The build may not download ${what}: it is private, or does not exist.`,
    fix: [vendored],
  };
};
