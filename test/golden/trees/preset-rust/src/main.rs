//! Greets, and shows its arguments.

use std::env;
use std::io::{self, Write};
use std::process;

const NAME: &str = "My App!";

const BANNER: &str = r"
      ___________________________
     /__________________________/|
    |  |  |  |  |  |  |  |  |  | |
    |  |  W   A   S   M  |  |  | |
    |  |  |  |  |  |  |  |  |  | |
    |__|__|__|__|__|__|__|__|__|/
";

fn greeting(args: &[String]) -> String {
    let mut text = [BANNER, "Hello from ", NAME, "!\n"].concat();
    if args.is_empty() {
        text += "Arguments: none\n";
    } else {
        text += "Arguments:\n";
        for arg in args {
            text += &["  ", arg, "\n"].concat();
        }
    }
    text
}

fn main() {
    let args: Vec<String> = env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    // Not print!: what it needs to format values makes the module 9 kB larger.
    if io::stdout().write_all(greeting(&args).as_bytes()).is_err() {
        process::exit(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greets_without_arguments() {
        let expected = format!("{BANNER}Hello from {NAME}!\nArguments: none\n");
        assert_eq!(greeting(&[]), expected);
    }

    #[test]
    fn shows_its_arguments() {
        let args = ["one".to_string(), "two words".to_string()];
        assert!(greeting(&args).ends_with("Arguments:\n  one\n  two words\n"));
    }
}
