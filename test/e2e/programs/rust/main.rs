//! Shows that arguments, environment, stdin and a mounted file reach the program.
use std::{env, fs, io};

fn main() -> io::Result<()> {
    for arg in env::args().skip(1) {
        println!("arg {arg}");
    }
    println!("env {}", env::var("GREETING").unwrap_or("-".into()));
    print!("stdin {}", io::read_to_string(io::stdin())?);
    print!("file {}", fs::read_to_string("/data/note.txt")?);
    Ok(())
}
