# python3 run.py MODULE: runs a module of WASI preview 1 under Wasmtime, as `wasmtime run -D debug-info -O opt-level=0` does.
# Wasmtime is in the folder that LAB_COMPONENT_PIP names.
import os
import sys

sys.path.insert(0, os.environ["LAB_COMPONENT_PIP"])

from wasmtime import Config, Engine, Linker, Module, Store, WasiConfig

config = Config()
config.debug_info = True
config.cranelift_opt_level = "none"
engine = Engine(config)
wasi = WasiConfig()
wasi.argv = ["program"]
wasi.inherit_stdout()
wasi.inherit_stderr()
store = Store(engine)
store.set_wasi(wasi)
linker = Linker(engine)
linker.define_wasi()
instance = linker.instantiate(store, Module.from_file(engine, sys.argv[1]))
instance.exports(store)["_start"](store)
