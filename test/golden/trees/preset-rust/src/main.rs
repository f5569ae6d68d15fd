//! Greets, and shows its arguments.

use std::env;

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
    let mut text = format!("{BANNER}Hello from {NAME}!\n");
    if args.is_empty() {
        text.push_str("Arguments: none\n");
    } else {
        text.push_str("Arguments:\n");
        for arg in args {
            text.push_str(&format!("  {arg}\n"));
        }
    }
    text
}

fn main() {
    let args: Vec<String> = env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    print!("{}", greeting(&args));
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
