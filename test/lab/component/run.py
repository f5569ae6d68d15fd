# python3 run.py COMPONENT ARGUMENTS: runs a component of the world wasi:cli/command under Wasmtime.
# Wasmtime is in the folder that LAB_COMPONENT_PIP names.
# python3 run.py --check FILES: a line a file, whether Wasmtime takes it for a component, and why not.
import os
import sys

sys.path.insert(0, os.environ["LAB_COMPONENT_PIP"])

from wasmtime import Config, Engine, Store, WasiConfig, component

config = Config()
config.wasm_exceptions = True
config.wasm_gc = True
config.wasm_function_references = True
config.wasm_relaxed_simd = True
config.wasm_wide_arithmetic = True
engine = Engine(config)


def check(path):
    try:
        component.Component.from_file(engine, path)
        return "ok"
    except Exception as error:
        return " ".join(str(error).split())


def run(path, arguments):
    wasi = WasiConfig()
    wasi.argv = ["program", *arguments]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    store = Store(engine)
    store.set_wasi(wasi)
    linker = component.Linker(engine)
    linker.add_wasip2()
    program = component.Component.from_file(engine, path)
    instance = linker.instantiate(store, program)
    (name,) = [name for name in program.type.exports(engine) if name.startswith("wasi:cli/run@")]
    interface = instance.get_export_index(store, name)
    ended = instance.get_func(store, instance.get_export_index(store, "run", interface))(store)
    return 0 if ended.tag == "ok" else 1


if sys.argv[1] == "--check":
    for file in sys.argv[2:]:
        print(check(file))
else:
    sys.exit(run(sys.argv[1], sys.argv[2:]))
