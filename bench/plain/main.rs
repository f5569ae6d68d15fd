//! Greets as our program does, as one writes it without thinking of size.

fn main() {
    let banner = r"
      ___________________________
     /__________________________/|
    |  |  |  |  |  |  |  |  |  | |
    |  |  W   A   S   M  |  |  | |
    |  |  |  |  |  |  |  |  |  | |
    |__|__|__|__|__|__|__|__|__|/
";
    println!("{banner}Hello from NAME!");
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.is_empty() {
        println!("Arguments: none");
    } else {
        println!("Arguments:");
        for arg in args {
            println!("  {arg}");
        }
    }
}
