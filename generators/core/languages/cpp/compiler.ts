import type { LocalCompiler } from '../../toolchain/local-compiler.js';
import { localClang } from '../c/compiler.js';
import { CPP } from '../c/dialect.js';
import type { CPlan } from '../c/plan.js';
import { clangpp } from './language.js';

/** C++: the same clangs as for C, where they have the C++ library; the one that is fetched has. */
export const cpp: LocalCompiler<CPlan> = localClang(CPP, clangpp);
